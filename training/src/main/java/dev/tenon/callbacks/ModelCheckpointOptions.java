package dev.tenon.callbacks;

import dev.tenon.internal.options.Setters;
import dev.tenon.saving.keras.KerasFormat;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of Keras' ModelCheckpoint.
 *
 * @param filepath the file, with fields such as {@code {epoch:02d}}; it ends in {@code .keras},
 *     {@code .h5} or {@code .onnx}
 * @param monitor the name of the watched value in the logs; {@code val_loss} by default
 * @param verbose 1 to print messages; 0 by default
 * @param saveBestOnly whether only a model better than all before is saved; false by default
 * @param saveWeightsOnly whether only weights are saved, to {@code .weights.h5}; false by default
 * @param mode the better direction: {@code min}, {@code max} or {@code auto} (the default), which
 *     derives it from the metric
 * @param saveFreq the number of batches between two saves, at least 1; after each epoch by default
 * @param initialValueThreshold a value that the first saved model must improve on; null for none,
 *     the default
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

  /**
   * Checks that the suffix is supported.
   *
   * @throws IllegalArgumentException if the suffix is unknown or does not fit {@code
   *     saveWeightsOnly}
   */
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
