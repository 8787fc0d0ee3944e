package dev.tenon.callbacks;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/** Keras' arguments of EarlyStopping. */
@RecordBuilder
record EarlyStoppingOptions(
    String monitor,
    double minDelta,
    int patience,
    int verbose,
    Monitor.Mode mode,
    @Nullable Double baseline,
    boolean restoreBestWeights,
    int startFromEpoch)
    implements EarlyStoppingOptionsBuilder.With {
  static final EarlyStoppingOptions DEFAULTS =
      new EarlyStoppingOptions("val_loss", 0, 0, 0, Monitor.Mode.AUTO, null, false, 0);
}
