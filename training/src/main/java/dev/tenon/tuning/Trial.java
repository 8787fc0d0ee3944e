package dev.tenon.tuning;

import dev.tenon.initializers.Seeds;
import dev.tenon.tensor.Tensor;
import dev.tenon.tuning.estimator.Estimator;
import dev.tenon.tuning.memory.MemoryGate;
import dev.tenon.tuning.split.Split;
import java.util.Map;
import java.util.concurrent.Callable;
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
    Tensor x,
    Tensor y,
    long seed,
    SearchOptions options,
    MemoryGate gate,
    @Nullable Stage stage)
    implements Callable<TrialResult> {
  @Override
  public TrialResult call() throws InterruptedException {
    // The copy is closed first: before another trial may begin, this one's memory must be free.
    try (MemoryGate.Lease lease = gate.lease();
        E copy = copy()) {
      try {
        lease.take(Seeds.with(seed, () -> copy.memory(x, y)));
      } catch (RuntimeException e) {
        return failed(e, 0);
      }
      return Seeds.with(seed + 1, () -> run(copy));
    }
  }

  private E copy() {
    synchronized (estimator) {
      return estimator.unfitted().setParams(params);
    }
  }

  private TrialResult run(E copy) {
    long start = System.nanoTime();
    try {
      if (stage != null) {
        stage.fit(copy, split.train(x), split.train(y));
      } else {
        copy.fit(split.train(x), split.train(y));
      }
    } catch (RuntimeException e) {
      return failed(e, seconds(start));
    }
    double fitTime = seconds(start);
    start = System.nanoTime();
    try {
      double test = score(copy, split.test(x), split.test(y));
      double scoreTime = seconds(start);
      double train =
          options.returnTrainScore() ? score(copy, split.train(x), split.train(y)) : Double.NaN;
      return new TrialResult(test, train, fitTime, scoreTime, null);
    } catch (RuntimeException e) {
      return failed(e, fitTime);
    }
  }

  private double score(E copy, Tensor samples, Tensor targets) {
    Scorer scorer = options.scorer();
    return scorer == null ? copy.score(samples, targets) : scorer.score(copy, samples, targets);
  }

  private TrialResult failed(RuntimeException e, double fitTime) {
    if (options.raiseErrors() || e instanceof CancellationException) {
      throw e;
    }
    return new TrialResult(options.errorScore(), options.errorScore(), fitTime, 0, e);
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
