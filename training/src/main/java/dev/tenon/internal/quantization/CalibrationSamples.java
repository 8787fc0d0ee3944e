package dev.tenon.internal.quantization;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a data set of token ids into samples, as Keras' strided loader does from the first token.
 */
final class CalibrationSamples {
  private CalibrationSamples() {}

  /** Returns tensors of shape (1, length). */
  static List<Tensor> of(List<Tensor> dataset, long count, long length, DType dtype) {
    long size = dataset.stream().mapToLong(Tensor::size).sum();
    if (size == 0) {
      throw new IllegalArgumentException("the data set for calibration has no tokens");
    }
    double[] tokens = new double[Math.toIntExact(size)];
    int at = 0;
    for (Tensor part : dataset) {
      for (double token : part.cast(DType.FLOAT64).toDoubleArray()) {
        tokens[at++] = token;
      }
    }
    // Too few tokens are repeated.
    long all = size < count * length ? (count * length + size - 1) / size * size : size;
    long starts = all - length + 1;
    long stride = Math.max(1, starts / count);
    List<Tensor> samples = new ArrayList<>();
    for (long sample = 0; sample < count; sample++) {
      long start = sample * stride % starts;
      Tensor.Writer writer = new Tensor.Writer(dtype, Math.toIntExact(length));
      for (int i = 0; i < length; i++) {
        writer.set(i, tokens[Math.toIntExact((start + i) % size)]);
      }
      samples.add(writer.build(1, length));
    }
    return samples;
  }
}
