package dev.tenon.callbacks;

import dev.tenon.internal.options.Setters;
import org.jspecify.annotations.Nullable;

/** What a {@link LambdaCallback} does, and when. */
@Setters
record LambdaActions(
    LambdaCallback.@Nullable TrainBegin trainBegin,
    LambdaCallback.@Nullable TrainEnd trainEnd,
    LambdaCallback.@Nullable Begin epochBegin,
    LambdaCallback.@Nullable EpochEnd epochEnd,
    LambdaCallback.@Nullable Begin batchBegin,
    LambdaCallback.@Nullable BatchEnd batchEnd,
    LambdaCallback.@Nullable TrainBegin testBegin,
    LambdaCallback.@Nullable TrainEnd testEnd,
    LambdaCallback.@Nullable Begin testBatchBegin,
    LambdaCallback.@Nullable BatchEnd testBatchEnd,
    LambdaCallback.@Nullable TrainBegin predictBegin,
    LambdaCallback.@Nullable TrainBegin predictEnd,
    LambdaCallback.@Nullable Begin predictBatchBegin,
    LambdaCallback.@Nullable PredictBatchEnd predictBatchEnd)
    implements LambdaActionsSetters {
  static final LambdaActions NONE =
      new LambdaActions(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null);
}
