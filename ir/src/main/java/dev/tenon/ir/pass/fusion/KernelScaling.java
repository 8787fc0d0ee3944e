package dev.tenon.ir.pass.fusion;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/** Multiplies the elements of a kernel, from the first to the last. */
final class KernelScaling {
  private final Tensor kernel;
  private final Tensor.Writer scaled;
  private final @Nullable FloatBuffer floats;
  private final float[] row;
  private int at;

  /**
   * Starts at the first element.
   *
   * @param most how many elements one step multiplies at most
   */
  KernelScaling(Tensor kernel, int most) {
    this.kernel = kernel;
    this.scaled = new Tensor.Writer(kernel.dtype(), kernel.size());
    // Rows are copied into an array, which is far faster than taking number after number.
    this.floats = kernel.dtype() == DType.FLOAT32 ? kernel.bytes().asFloatBuffer() : null;
    this.row = new float[floats == null ? 0 : most];
  }

  boolean hasNext() {
    return at < kernel.size();
  }

  /** Multiplies as many elements with each factor. */
  void next(double[] factors, int each) {
    if (each == 1) {
      next(factors);
      return;
    }
    for (double factor : factors) {
      next(factor, each);
    }
  }

  private void next(double[] factors) {
    if (floats == null) {
      for (double factor : factors) {
        scaled.set(at, kernel.getDouble(at) * factor);
        at++;
      }
      return;
    }
    floats.get(row, 0, factors.length);
    for (int i = 0; i < factors.length; i++) {
      row[i] = (float) (row[i] * factors[i]);
    }
    put(factors.length);
  }

  private void next(double factor, int count) {
    if (floats == null) {
      for (int end = at + count; at < end; at++) {
        scaled.set(at, kernel.getDouble(at) * factor);
      }
      return;
    }
    floats.get(row, 0, count);
    for (int i = 0; i < count; i++) {
      row[i] = (float) (row[i] * factor);
    }
    put(count);
  }

  Tensor tensor() {
    return scaled.build(kernel.shape());
  }

  private void put(int count) {
    scaled.set(at, row, count);
    at += count;
  }
}
