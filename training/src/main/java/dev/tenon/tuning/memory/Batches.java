package dev.tenon.tuning.memory;

import dev.tenon.Model;
import dev.tenon.tensor.Tensor;

/** Predictions for more samples than a model should process at once. */
public final class Batches {
  private Batches() {}

  /**
   * Returns the float32 output for samples, computed in batches.
   *
   * @param model a model with one input and one output
   * @param x the samples
   * @param batchSize the number of samples of a batch
   */
  public static Tensor predict(Model model, Tensor x, int batchSize) {
    int samples = Math.toIntExact(x.dim(0));
    if (samples <= batchSize) {
      return model.predict(x);
    }
    float[] all = new float[0];
    long[] shape = {};
    for (int from = 0; from < samples; from += batchSize) {
      Tensor part = model.predict(x.slice(0, from, Math.min(samples, from + batchSize)));
      if (from == 0) {
        shape = part.shape();
        all = new float[Math.multiplyExact(samples, part.size() / (int) shape[0])];
        shape[0] = samples;
      }
      float[] values = part.toFloatArray();
      int row = all.length / samples;
      System.arraycopy(values, 0, all, from * row, values.length);
    }
    return Tensor.of(all, shape);
  }
}
