package dev.tenon.callbacks;

import dev.tenon.ir.graph.Graph;
import dev.tenon.metrics.Metric;
import dev.tenon.tensor.Tensor;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A fit, an evaluation or a prediction under way, as callbacks see it.
 *
 * <p>In a prediction there is no training: what is said of it throws an IllegalStateException
 * there, {@link #metric} gives null.
 */
public interface TrainingRun {
  /** Returns the model; its weights are the present ones. */
  TrainedModel model();

  /** Returns the operators that a prediction of the model computes. */
  Graph graph();

  /** Returns how many epochs are to be done in all. */
  int epochs();

  /** Returns how many batches an epoch has, where that is known. */
  OptionalLong steps();

  /** Returns how much is to be printed: 0 nothing, 1 a progress bar, 2 a line an epoch. */
  int verbose();

  /** Ends the training after this batch. */
  void stopTraining();

  /** Ends the evaluation that is under way after this batch: Keras' {@code stop_evaluating}. */
  void stopEvaluating();

  /** Ends the prediction that is under way after this batch: Keras' {@code stop_predicting}. */
  void stopPredicting();

  /** Says whether the training is to end. */
  boolean stopped();

  /** Returns the learning rate of the next step. */
  double learningRate();

  /**
   * Sets the learning rate.
   *
   * @throws IllegalStateException where the optimizer follows a schedule
   */
  void setLearningRate(double rate);

  /** Returns how many steps the optimizer has done. */
  long iterations();

  /**
   * Returns the metric that is reported under a name, without {@code val_}; null where there is
   * none, and before the first batch.
   */
  @Nullable Metric metric(String name);

  /**
   * Returns all that a training goes on from, by name: weights, states, the optimizer's variables
   * and the sums behind the metrics.
   */
  Map<String, Tensor> state();

  /**
   * Lets the training go on from somewhere else; for {@link Callback#onTrainBegin} only.
   *
   * @param state what {@link #state} gave, then or in another process
   * @param epoch the epoch to go on with, from 0
   * @param batch how many batches of that epoch were done; they are skipped
   * @throws IllegalArgumentException where the state is of another model or optimizer
   */
  void restore(Map<String, Tensor> state, int epoch, int batch);

  /**
   * Exchanges the weights and their moving averages.
   *
   * @throws IllegalStateException where the optimizer keeps no averages
   */
  void swapAverages();
}
