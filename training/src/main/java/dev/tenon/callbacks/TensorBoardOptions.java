package dev.tenon.callbacks;

import dev.tenon.internal.options.Setters;
import java.nio.file.Path;

/**
 * The arguments of Keras' TensorBoard; an update frequency of 0 means "epoch".
 *
 * @param logDir the folder of the event files; {@code logs} by default
 * @param histogramFreq the number of epochs between two histograms of the weights; 0 for none, the
 *     default
 * @param writeGraph whether the graph is written; true by default
 * @param writeImages whether weights are written as images with each histogram; false by default
 * @param writeStepsPerSecond whether the steps per second of each epoch are written; false by
 *     default
 * @param updateFreq the number of batches between two writes of loss and metrics, at least 1; after
 *     each epoch by default
 */
@Setters(owner = TensorBoard.class)
record TensorBoardOptions(
    Path logDir,
    int histogramFreq,
    boolean writeGraph,
    boolean writeImages,
    boolean writeStepsPerSecond,
    int updateFreq) {
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
