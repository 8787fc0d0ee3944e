package dev.tenon.callbacks;

import dev.tenon.internal.options.Setters;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link LambdaCallback} does, and when; null for nothing.
 *
 * @param onTrainBegin what is done before the first epoch
 * @param onTrainEnd what is done after the last epoch
 * @param onEpochBegin what is done before every epoch
 * @param onEpochEnd what is done after every epoch
 * @param onTrainBatchBegin what is done before every batch
 * @param onTrainBatchEnd what is done after every batch
 * @param onTestBegin what is done before every evaluation
 * @param onTestEnd what is done after every evaluation
 * @param onTestBatchBegin what is done before every batch of an evaluation
 * @param onTestBatchEnd what is done after every batch of an evaluation
 * @param onPredictBegin what is done before every prediction
 * @param onPredictEnd what is done after every prediction
 * @param onPredictBatchBegin what is done before every batch of a prediction
 * @param onPredictBatchEnd what is done after every batch of a prediction
 */
@Setters(owner = LambdaCallback.class)
record LambdaActions(
    LambdaCallback.@Nullable TrainBegin onTrainBegin,
    LambdaCallback.@Nullable TrainEnd onTrainEnd,
    LambdaCallback.@Nullable Begin onEpochBegin,
    LambdaCallback.@Nullable EpochEnd onEpochEnd,
    LambdaCallback.@Nullable Begin onTrainBatchBegin,
    LambdaCallback.@Nullable BatchEnd onTrainBatchEnd,
    LambdaCallback.@Nullable TrainBegin onTestBegin,
    LambdaCallback.@Nullable TrainEnd onTestEnd,
    LambdaCallback.@Nullable Begin onTestBatchBegin,
    LambdaCallback.@Nullable BatchEnd onTestBatchEnd,
    LambdaCallback.@Nullable TrainBegin onPredictBegin,
    LambdaCallback.@Nullable TrainBegin onPredictEnd,
    LambdaCallback.@Nullable Begin onPredictBatchBegin,
    LambdaCallback.@Nullable PredictBatchEnd onPredictBatchEnd) {
  static final LambdaActions NONE =
      new LambdaActions(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null);
}
