package dev.tenon.callbacks;

import dev.tenon.tensor.Tensor;
import java.util.Map;

/**
 * Something that happens besides the work while a model is fitted, evaluated or predicts.
 *
 * <p>Every method does nothing unless it is overridden. All are called on the thread that calls
 * {@code fit}, {@code evaluate} or {@code predict}, in Keras' order. The evaluation of the
 * validation data in {@code fit} calls the methods of an evaluation, too.
 *
 * @see <a href="https://keras.io/api/callbacks/base_callback/">Keras: Callback</a>
 */
public interface Callback {
  /** Is called before the first epoch. */
  default void onTrainBegin(TrainingRun fitting) {}

  /**
   * Is called after the last epoch, also where a callback stopped the training.
   *
   * @param logs those of the last epoch; empty where there was none
   */
  default void onTrainEnd(TrainingRun fitting, Map<String, Double> logs) {}

  /**
   * Is called before an epoch.
   *
   * @param epoch its number, from 0
   */
  default void onEpochBegin(TrainingRun fitting, int epoch) {}

  /**
   * Is called after an epoch and its validation.
   *
   * @param epoch its number, from 0
   * @param logs the loss and the metrics, those of the validation with {@code val_} before the
   *     name; what a callback adds is seen by those after it and by the history
   */
  default void onEpochEnd(TrainingRun fitting, int epoch, Map<String, Double> logs) {}

  /**
   * Is called before a batch.
   *
   * @param batch its number in the epoch, from 0
   */
  default void onTrainBatchBegin(TrainingRun fitting, int batch) {}

  /**
   * Is called after a batch.
   *
   * @param batch its number in the epoch, from 0
   */
  default void onTrainBatchEnd(TrainingRun fitting, int batch, Logs logs) {}

  /** Is called before an evaluation, that of the validation data included. */
  default void onTestBegin(TrainingRun fitting) {}

  /**
   * Is called before a batch of an evaluation.
   *
   * @param batch its number, from 0
   */
  default void onTestBatchBegin(TrainingRun fitting, int batch) {}

  /**
   * Is called after a batch of an evaluation.
   *
   * @param batch its number, from 0
   */
  default void onTestBatchEnd(TrainingRun fitting, int batch, Logs logs) {}

  /** Is called after an evaluation. */
  default void onTestEnd(TrainingRun fitting, Map<String, Double> logs) {}

  /** Is called before the first batch of a prediction. */
  default void onPredictBegin(TrainingRun fitting) {}

  /**
   * Is called before a batch of a prediction.
   *
   * @param batch its number, from 0
   */
  default void onPredictBatchBegin(TrainingRun fitting, int batch) {}

  /**
   * Is called after a batch of a prediction.
   *
   * @param batch its number, from 0
   * @param outputs what the model gives for the batch, by the names of its outputs
   */
  default void onPredictBatchEnd(TrainingRun fitting, int batch, Map<String, Tensor> outputs) {}

  /** Is called after the last batch of a prediction. */
  default void onPredictEnd(TrainingRun fitting) {}
}
