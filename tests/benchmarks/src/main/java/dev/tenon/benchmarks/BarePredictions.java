package dev.tenon.benchmarks;

import ai.onnxruntime.OrtException;
import dev.tenon.tensor.Tensor;

/** Predictions of an engine's Java library without Tenon, which takes arrays of floats. */
abstract class BarePredictions implements PredictionSide {
  private final float[] x;
  private final long[] shape;
  private final int width;

  BarePredictions(Tensor x) {
    this.x = x.toFloatArray();
    this.shape = x.shape();
    this.width = this.x.length / Math.toIntExact(shape[0]);
  }

  /**
   * Predicts one batch.
   *
   * @param x all rows
   * @param from the first element of the batch
   * @param count the number of its elements
   * @param shape its shape
   */
  abstract float[] predict(float[] x, int from, int count, long[] shape) throws OrtException;

  @Override
  public Job job(int rows, int batch) {
    int size = batch == 0 ? rows : Math.min(batch, rows);
    return size == rows ? () -> predict(0, rows) : () -> predictAll(rows, size);
  }

  private float[] predict(int first, int rows) throws OrtException {
    long[] some = shape.clone();
    some[0] = rows;
    return predict(x, first * width, rows * width, some);
  }

  private float[] predictAll(int rows, int batch) throws OrtException {
    float[] all = {};
    for (int from = 0; from < rows; from += batch) {
      int size = Math.min(batch, rows - from);
      float[] part = predict(from, size);
      int outputs = part.length / size;
      if (from == 0) {
        all = new float[rows * outputs];
      }
      System.arraycopy(part, 0, all, from * outputs, part.length);
    }
    return all;
  }
}
