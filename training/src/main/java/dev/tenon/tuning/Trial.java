package dev.tenon.tuning;

import dev.tenon.initializers.Seeds;
import dev.tenon.tensor.Tensor;
import dev.tenon.tuning.estimator.Estimator;
import dev.tenon.tuning.memory.MemoryGate;
import dev.tenon.tuning.split.Split;
import dev.tenon.tuning.trial.TrialTask;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * One candidate on one split: fitted, scored and closed.
 *
 * @param estimator what to copy; copies are made one at a time
 * @param params what the copy is given
 * @param seed what it draws its seeds from
 * @param stage which part of a training it is; null for all of it
 */
record Trial<E extends Estimator<E>>(
    E estimator,
    Map<String, Object> params,
    Split split,
    long seed,
    SearchOptions options,
    @Nullable Stage stage)
    implements TrialTask<TrialResult> {
  @Override
  public long maxMemory() {
    return options.maxMemory();
  }

  @Override
  public TrialResult run(Tensor x, Tensor y, MemoryGate gate) throws InterruptedException {
    // The copy is closed first: before another trial may begin, this one's memory must be free.
    try (MemoryGate.Lease lease = gate.lease();
        E copy = copy()) {
      try {
        lease.take(Seeds.with(seed, () -> copy.memory(x, y)));
      } catch (RuntimeException e) {
        return failed(e, 0, null);
      }
      return Seeds.with(seed + 1, () -> fitted(copy, x, y));
    }
  }

  private E copy() {
    synchronized (estimator) {
      return estimator.unfitted().setParams(params);
    }
  }

  private TrialResult fitted(E copy, Tensor x, Tensor y) {
    long start = System.nanoTime();
    List<Tensor> weights = null;
    try {
      if (stage != null) {
        weights = stage.fit(copy, split.train(x), split.train(y));
      } else {
        copy.fit(split.train(x), split.train(y));
      }
    } catch (RuntimeException e) {
      return failed(e, seconds(start), null);
    }
    double fitTime = seconds(start);
    start = System.nanoTime();
    try {
      double test = score(copy, split.test(x), split.test(y));
      double scoreTime = seconds(start);
      double train =
          options.returnTrainScore() ? score(copy, split.train(x), split.train(y)) : Double.NaN;
      return new TrialResult(test, train, fitTime, scoreTime, null, weights);
    } catch (RuntimeException e) {
      return failed(e, fitTime, weights);
    }
  }

  private double score(E copy, Tensor samples, Tensor targets) {
    Scorer scorer = options.scorer();
    return scorer == null ? copy.score(samples, targets) : scorer.score(copy, samples, targets);
  }

  private TrialResult failed(RuntimeException e, double fitTime, @Nullable List<Tensor> weights) {
    if (options.raiseErrors() || e instanceof CancellationException) {
      throw e;
    }
    return new TrialResult(options.errorScore(), options.errorScore(), fitTime, 0, e, weights);
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
