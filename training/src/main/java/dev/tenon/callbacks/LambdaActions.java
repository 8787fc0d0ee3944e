package dev.tenon.callbacks;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/** What a {@link LambdaCallback} does, and when. */
@RecordBuilder
record LambdaActions(
    LambdaCallback.@Nullable TrainBegin trainBegin,
    LambdaCallback.@Nullable TrainEnd trainEnd,
    LambdaCallback.@Nullable Begin epochBegin,
    LambdaCallback.@Nullable EpochEnd epochEnd,
    LambdaCallback.@Nullable Begin batchBegin,
    LambdaCallback.@Nullable BatchEnd batchEnd)
    implements LambdaActionsBuilder.With {
  static final LambdaActions NONE = new LambdaActions(null, null, null, null, null, null);
}
