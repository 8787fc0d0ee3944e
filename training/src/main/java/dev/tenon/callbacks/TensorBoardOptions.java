package dev.tenon.callbacks;

import dev.tenon.internal.options.Setters;
import java.nio.file.Path;

/**
 * Keras' arguments of TensorBoard; an update frequency of 0 stands for "epoch".
 *
 * @param logDir the folder of the event files
 * @param histogramFreq after how many epochs histograms of the weights are written; 0 for never
 * @param writeGraph whether the graph is written; true
 * @param writeImages whether weights are written as images beside histograms; false
 * @param writeStepsPerSecond whether steps per second are written; false
 * @param updateFreq after how many batches loss and metrics are written; by default after each
 *     epoch
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
