package dev.tenon.callbacks;

import dev.tenon.tensor.Tensor;
import java.util.Map;

/**
 * A hook into training, evaluation and prediction.
 *
 * <p>Every method does nothing by default. All are called on the thread of {@code fit}, {@code
 * evaluate} or {@code predict}, in Keras' order. The validation in {@code fit} calls the methods of
 * an evaluation too.
 *
 * @see <a href="https://keras.io/api/callbacks/base_callback/">Keras: Callback</a>
 */
public interface Callback {
  /**
   * Runs before the first epoch.
   *
   * @param fitting the training
   */
  default void onTrainBegin(TrainingRun fitting) {}

  /**
   * Runs after the last epoch, also if a callback stopped the training.
   *
   * @param fitting the training
   * @param logs the logs of the last epoch; empty without one
   */
  default void onTrainEnd(TrainingRun fitting, Map<String, Double> logs) {}

  /**
   * Runs before an epoch.
   *
   * @param fitting the training
   * @param epoch its number, from 0
   */
  default void onEpochBegin(TrainingRun fitting, int epoch) {}

  /**
   * Runs after an epoch and its validation.
   *
   * @param fitting the training
   * @param epoch its number, from 0
   * @param logs the loss and the metrics, those of the validation with the prefix {@code val_}.
   *     Entries that a callback adds are visible to later callbacks and the history
   */
  default void onEpochEnd(TrainingRun fitting, int epoch, Map<String, Double> logs) {}

  /**
   * Runs before a batch.
   *
   * @param fitting the training
   * @param batch its number in the epoch, from 0
   */
  default void onTrainBatchBegin(TrainingRun fitting, int batch) {}

  /**
   * Runs after a batch.
   *
   * @param fitting the training
   * @param batch its number in the epoch, from 0
   * @param logs the loss and the metrics
   */
  default void onTrainBatchEnd(TrainingRun fitting, int batch, Logs logs) {}

  /**
   * Runs before an evaluation, including that of the validation data.
   *
   * @param fitting the evaluation
   */
  default void onTestBegin(TrainingRun fitting) {}

  /**
   * Runs before a batch of an evaluation.
   *
   * @param fitting the evaluation
   * @param batch its number, from 0
   */
  default void onTestBatchBegin(TrainingRun fitting, int batch) {}

  /**
   * Runs after a batch of an evaluation.
   *
   * @param fitting the evaluation
   * @param batch its number, from 0
   * @param logs the loss and the metrics
   */
  default void onTestBatchEnd(TrainingRun fitting, int batch, Logs logs) {}

  /**
   * Runs after an evaluation.
   *
   * @param fitting the evaluation
   * @param logs the loss and the metrics
   */
  default void onTestEnd(TrainingRun fitting, Map<String, Double> logs) {}

  /**
   * Runs before the first batch of a prediction.
   *
   * @param fitting the prediction
   */
  default void onPredictBegin(TrainingRun fitting) {}

  /**
   * Runs before a batch of a prediction.
   *
   * @param fitting the prediction
   * @param batch its number, from 0
   */
  default void onPredictBatchBegin(TrainingRun fitting, int batch) {}

  /**
   * Runs after a batch of a prediction.
   *
   * @param fitting the prediction
   * @param batch its number, from 0
   * @param outputs the outputs of the batch by name
   */
  default void onPredictBatchEnd(TrainingRun fitting, int batch, Map<String, Tensor> outputs) {}

  /**
   * Runs after the last batch of a prediction.
   *
   * @param fitting the prediction
   */
  default void onPredictEnd(TrainingRun fitting) {}
}
