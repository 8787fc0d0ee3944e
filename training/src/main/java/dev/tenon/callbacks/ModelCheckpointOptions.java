package dev.tenon.callbacks;

import dev.tenon.exporters.keras.plan.KerasFormat;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/** Keras' arguments of ModelCheckpoint. */
@RecordBuilder
record ModelCheckpointOptions(
    String filepath,
    String monitor,
    int verbose,
    boolean saveBestOnly,
    boolean saveWeightsOnly,
    Monitor.Mode mode,
    int saveFreq,
    @Nullable Double initialValueThreshold)
    implements ModelCheckpointOptionsBuilder.With {

  static ModelCheckpointOptions of(String filepath) {
    return new ModelCheckpointOptions(
        filepath, "val_loss", 0, false, false, Monitor.Mode.AUTO, SaveSchedule.EPOCH, null);
  }

  /** Refuses a name whose suffix says another format. */
  void check() {
    if (saveWeightsOnly && KerasFormat.ofName(filepath) != KerasFormat.WEIGHTS_H5) {
      throw new IllegalArgumentException(
          "with saveWeightsOnly the filepath of ModelCheckpoint must end in .weights.h5, received "
              + filepath);
    }
    if (KerasFormat.SUFFIXES.stream().noneMatch(filepath::endsWith)
        && !filepath.endsWith(".onnx")) {
      throw new IllegalArgumentException(
          "the filepath of ModelCheckpoint must end in .keras, .h5 or .onnx, received " + filepath);
    }
  }
}
