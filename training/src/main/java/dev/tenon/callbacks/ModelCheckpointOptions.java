package dev.tenon.callbacks;

import dev.tenon.internal.options.Setters;
import dev.tenon.saving.keras.KerasFormat;
import org.jspecify.annotations.Nullable;

/**
 * Keras' arguments of ModelCheckpoint.
 *
 * @param filepath the file, with fields such as {@code {epoch:02d}}
 * @param monitor which number of the logs is watched; {@code val_loss}
 * @param verbose 1 to print what is done; 0
 * @param saveBestOnly whether only a model better than all before is saved; false
 * @param saveWeightsOnly whether weights alone are saved, to {@code .weights.h5}; false
 * @param mode {@code min}, {@code max}, or {@code auto}: which values are better
 * @param saveFreq after how many batches a file is saved; by default after each epoch
 * @param initialValueThreshold what the first value must be better than; null for none
 */
@Setters(owner = ModelCheckpoint.class)
record ModelCheckpointOptions(
    String filepath,
    String monitor,
    int verbose,
    boolean saveBestOnly,
    boolean saveWeightsOnly,
    Monitor.Mode mode,
    int saveFreq,
    @Nullable Double initialValueThreshold) {

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
