package dev.tenon.callbacks;

import io.soabase.recordbuilder.core.RecordBuilder;

/** Keras' arguments of ReduceLROnPlateau. */
@RecordBuilder
record ReduceLROnPlateauOptions(
    String monitor,
    double factor,
    int patience,
    int verbose,
    Monitor.Mode mode,
    double minDelta,
    int cooldown,
    double minLr)
    implements ReduceLROnPlateauOptionsBuilder.With {
  static final ReduceLROnPlateauOptions DEFAULTS =
      new ReduceLROnPlateauOptions("val_loss", 0.1, 10, 0, Monitor.Mode.AUTO, 1e-4, 0, 0);

  ReduceLROnPlateauOptions {
    if (!(factor < 1)) {
      throw new IllegalArgumentException(
          "ReduceLROnPlateau does not support a factor >= 1.0. Received factor=" + factor);
    }
  }
}
