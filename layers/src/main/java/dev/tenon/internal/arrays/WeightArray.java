package dev.tenon.internal.arrays;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.LongStream;

/** Conversion of float arrays to weights of a shape and element type. */
public final class WeightArray {
  private WeightArray() {}

  /**
   * Returns the number of elements of a shape.
   *
   * @throws IllegalArgumentException if they do not fit into memory
   */
  public static int size(long[] shape) {
    double numbers = LongStream.of(shape).asDoubleStream().reduce(1, (a, b) -> a * b);
    long most = Math.min(Runtime.getRuntime().maxMemory() / Float.BYTES, Integer.MAX_VALUE - 8);
    if (numbers > most) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "shape %s has %.0f numbers; at most %d fit into the memory of the JVM (-Xmx) and"
                  + " into one array",
              Arrays.toString(shape),
              numbers,
              most));
    }
    return (int) numbers;
  }

  /** Returns a tensor of one number everywhere. */
  public static Tensor filled(long[] shape, DType dtype, double value) {
    float[] values = new float[size(shape)];
    Arrays.fill(values, (float) value);
    return tensor(values, shape, dtype);
  }

  /** Returns a tensor of float values, converted to an element type. */
  public static Tensor tensor(float[] values, long[] shape, DType dtype) {
    return Tensor.of(values, shape).cast(dtype);
  }
}
