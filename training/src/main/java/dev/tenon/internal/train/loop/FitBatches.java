package dev.tenon.internal.train.loop;

import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.internal.data.LendingPass;
import dev.tenon.internal.data.Lent;
import dev.tenon.training.FitOptions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives batches; where an epoch is a number of steps, a pass goes on over epochs. As in Keras an
 * epoch ends early where a pass does, and the next one begins anew.
 */
final class FitBatches {
  private final Dataset data;
  private final FitOptions options;
  private final Supplier<? extends BatchTraining> trainings;
  private final StepBlocks blocks;
  private @Nullable Iterator<Batch> batches;
  private int pass;
  private boolean warned;

  /**
   * Prepares the batches of a fit.
   *
   * @param trainings gives what learns from them
   * @param blocks is told how long they took to come
   */
  FitBatches(
      Dataset data,
      FitOptions options,
      Supplier<? extends BatchTraining> trainings,
      StepBlocks blocks) {
    this.data = data;
    this.options = options;
    this.trainings = trainings;
    this.blocks = blocks;
  }

  /**
   * Starts an epoch.
   *
   * @param done how many of its batches are to be skipped
   */
  void start(int epoch, int done) {
    Integer steps = options.stepsPerEpoch();
    if (steps == null) {
      begin(epoch);
    } else if (batches == null) {
      begin(options.initialEpoch());
      for (int earlier = options.initialEpoch(); earlier < epoch; earlier++) {
        skip(steps);
      }
    }
    if (done > 0) {
      skip(done);
    }
  }

  /** Passes over batches, and prepares the step of the last one. */
  private void skip(int count) {
    Lent<Batch> last = null;
    for (int i = 0; i < count && hasNext(i); i++) {
      if (last != null) {
        last.giveBack().run();
      }
      last = next();
    }
    if (last != null) {
      trainings.get().prepareFor(last.value());
      last.giveBack().run();
    }
  }

  private void begin(int number) {
    pass = number;
    batches = data.pass(number);
  }

  boolean hasNext(int done) {
    Integer steps = options.stepsPerEpoch();
    if (steps != null && done >= steps) {
      return false;
    }
    if (steps != null && !Objects.requireNonNull(batches).hasNext()) {
      if (done > 0) {
        warn();
        return false;
      }
      begin(pass + 1);
    }
    return Objects.requireNonNull(batches).hasNext();
  }

  private void warn() {
    if (!warned && options.verbose() != 0) {
      System.err.println(
          "warning: fit: the data ran out in the middle of an epoch, which ends there: for"
              + " stepsPerEpoch of "
              + options.stepsPerEpoch()
              + " give data with so many batches for every epoch");
    }
    warned = true;
  }

  private Lent<Batch> next() {
    return LendingPass.lend(Objects.requireNonNull(batches));
  }

  /**
   * Returns the next batches, no more than may be in memory at once.
   *
   * @param done how many batches of the epoch were taken
   * @param most how many are wanted, at least one
   */
  List<Lent<Batch>> some(int done, int most) {
    List<Lent<Batch>> some = new ArrayList<>();
    long bytes = 0;
    int together = trainings.get().stepsTogether();
    long start = System.nanoTime();
    long nanos;
    do {
      Lent<Batch> batch = next();
      some.add(batch);
      bytes += batch.value().bytes();
      nanos = System.nanoTime() - start;
    } while (some.size() < most
        && !StepBlocks.isFull(some.size(), bytes, nanos, together)
        && hasNext(done + some.size()));
    blocks.collected(some.size(), nanos);
    return some;
  }
}
