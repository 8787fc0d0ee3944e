package dev.tenon.callbacks;

import dev.tenon.ir.graph.Graph;
import dev.tenon.metrics.Metric;
import dev.tenon.tensor.Tensor;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A running training, evaluation or prediction as callbacks see it.
 *
 * <p>In a prediction, methods about training throw an {@link IllegalStateException} and {@link
 * #metric} returns null.
 */
public interface TrainingRun {
  /** Returns the model with its current weights. */
  TrainedModel model();

  /** Returns the graph of operators that a prediction of the model computes. */
  Graph graph();

  /** Returns the total number of epochs. */
  int epochs();

  /** Returns the number of batches of an epoch if it is known. */
  OptionalLong steps();

  /** Returns the verbosity: 0 for silent, 1 for a progress bar, 2 for a line for each epoch. */
  int verbose();

  /** Stops training after this batch. */
  void stopTraining();

  /** Stops the running evaluation after this batch: Keras' {@code stop_evaluating}. */
  void stopEvaluating();

  /** Stops the running prediction after this batch: Keras' {@code stop_predicting}. */
  void stopPredicting();

  /** Returns whether training is about to stop. */
  boolean stopped();

  /** Returns the learning rate of the next step. */
  double learningRate();

  /**
   * Sets the learning rate.
   *
   * @param rate the learning rate
   * @throws IllegalStateException if the optimizer follows a schedule
   */
  void setLearningRate(double rate);

  /** Returns the number of steps of the optimizer so far. */
  long iterations();

  /**
   * Returns the metric of a name, without {@code val_}; null if it is unknown, and before the first
   * batch.
   *
   * @param name the name without {@code val_}
   */
  @Nullable Metric metric(String name);

  /**
   * Returns the whole state of the training by name: weights, states, the optimizer's variables and
   * the sums of the metrics.
   */
  Map<String, Tensor> state();

  /**
   * Continues training from another state; for {@link Callback#onTrainBegin} only.
   *
   * @param state a result of {@link #state}, also from another process
   * @param epoch the next epoch, from 0
   * @param batch the number of batches of that epoch that are done and skipped
   * @throws IllegalArgumentException if the state belongs to another model or optimizer
   */
  void restore(Map<String, Tensor> state, int epoch, int batch);

  /**
   * Exchanges the weights and their moving averages.
   *
   * @throws IllegalStateException if the optimizer keeps no averages
   */
  void swapAverages();
}
