package dev.tenon.callbacks;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;

/** Keras' arguments of TensorBoard; an update frequency of 0 stands for "epoch". */
@RecordBuilder
record TensorBoardOptions(
    Path logDir,
    int histogramFreq,
    boolean writeGraph,
    boolean writeImages,
    boolean writeStepsPerSecond,
    int updateFreq)
    implements TensorBoardOptionsBuilder.With {
  /** Writes the numbers of epochs only. */
  static final int EPOCH = 0;

  TensorBoardOptions {
    if (histogramFreq < 0) {
      throw new IllegalArgumentException(
          "histogramFreq must be 0 for never or a number of epochs, received " + histogramFreq);
    }
    if (updateFreq < EPOCH) {
      throw new IllegalArgumentException(
          "updateFreq must be a positive number of batches, received " + updateFreq);
    }
  }

  static TensorBoardOptions of(Path logDir) {
    return new TensorBoardOptions(logDir, 0, true, false, false, EPOCH);
  }
}
