package dev.tenon.internal.train.loop;

import dev.tenon.data.Batch;
import dev.tenon.metrics.Metric;
import dev.tenon.runtime.Deadline;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What learns from the batches of a fit: the step of a compiled model, or one of a user's own. */
public interface BatchTraining {
  /** Learns from a batch and returns the loss before the step. */
  double train(Batch batch);

  /** Learns from several batches, one after the other, and returns what is {@link #shown}. */
  default double train(List<Batch> batches) {
    double loss = train(batches.get(0));
    for (Batch batch : batches.subList(1, batches.size())) {
      Deadline.NONE.check();
      loss = shown(loss, train(batch));
    }
    return loss;
  }

  /**
   * Returns the loss that is shown for two batches: that of the later one. What is not finite is
   * not lost behind a number of a later batch.
   */
  static double shown(double loss, double later) {
    return Double.isFinite(loss) ? later : loss;
  }

  /** Returns how many batches are best learned from in one call, as far as nobody looks between. */
  default int stepsTogether() {
    return 1;
  }

  /** Returns how many batches are run between two calls of callbacks. */
  default int stepsPerExecution() {
    return 1;
  }

  /** Prepares what learns from batches like this one. */
  void prepareFor(Batch batch);

  /** Returns the loss and the metrics so far, by name in alphabetical order. */
  Map<String, Double> metrics();

  /**
   * Ends a pass over the data: where several processes train together, makes the metrics those of
   * all of them.
   *
   * @param trained whether the pass was one of training; states of layers become their means
   */
  default void endPass(boolean trained) {}

  /** Lets the metrics start again from nothing. */
  void resetMetrics();

  /** Returns the metric that is reported under a name; null for none. */
  @Nullable Metric metric(String name);

  /** Returns the learning rate of the next step. */
  double learningRate();

  /**
   * Sets the learning rate.
   *
   * @throws IllegalStateException where the optimizer follows a schedule, or there are several
   */
  void setLearningRate(double rate);

  /** Returns how many steps were done. */
  long iterations();

  /** Lets optimizers put their averages into the weights, as Keras does at the end of a fit. */
  void finish();

  /** Exchanges the weights and their moving averages, where the optimizer keeps some. */
  void swapAverages();

  /** Returns all that a training goes on from, by name. */
  Map<String, Tensor> state();

  /**
   * Takes over what was given as {@link #state}.
   *
   * @throws IllegalArgumentException where something is missing or has another shape
   */
  void restore(Map<String, Tensor> state);
}
