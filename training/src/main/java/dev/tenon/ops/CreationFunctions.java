package dev.tenon.ops;

import dev.tenon.config.Config;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The functions of {@code keras.ops.numpy} that create a tensor from numbers. */
abstract class CreationFunctions extends TaperWindows {
  CreationFunctions() {}

  /**
   * Returns the int32 integers from 0 to an exclusive end. Keras' {@code ops.arange}.
   *
   * @param start the end, exclusive; its name is Keras'. A floating-point number gives float32
   */
  public static Tensor arange(Number start) {
    return arange(0, start, 1);
  }

  /**
   * Returns the numbers from a start to an exclusive end with step 1. Keras' {@code ops.arange}.
   */
  public static Tensor arange(Number start, Number stop) {
    return arange(start, stop, 1);
  }

  /**
   * Returns the numbers from a start to an exclusive end: int32 for integers, otherwise float32.
   * Keras' {@code ops.arange}.
   *
   * @param start the start
   * @param stop the end, exclusive
   * @param step the step, not 0
   * @throws IllegalArgumentException if the step is 0
   */
  public static Tensor arange(Number start, Number stop, Number step) {
    boolean whole = isWhole(start) && isWhole(stop) && isWhole(step);
    return arange(start, stop, step, whole ? DType.INT32 : DType.of(Config.floatx()));
  }

  /**
   * Returns the numbers from a start to an exclusive end in an element type. Keras' {@code
   * ops.arange}.
   *
   * @param start the start
   * @param stop the end, exclusive
   * @param step the step, not 0
   * @param dtype the name of the element type
   * @throws IllegalArgumentException if the step is 0 or the type is unknown
   */
  public static Tensor arange(Number start, Number stop, Number step, String dtype) {
    return arange(start, stop, step, DType.of(dtype));
  }

  /**
   * Returns the numbers from a start to an exclusive end in an element type. Keras' {@code
   * ops.arange}.
   *
   * @param start the start
   * @param stop the end, exclusive
   * @param step the step, not 0
   * @param dtype the element type
   * @throws IllegalArgumentException if the step is 0
   */
  public static Tensor arange(Number start, Number stop, Number step, DType dtype) {
    double by = step.doubleValue();
    if (by == 0) {
      throw new IllegalArgumentException("arange: the step must not be 0");
    }
    double first = start.doubleValue();
    int count = (int) Math.max(0, Math.ceil((stop.doubleValue() - first) / by));
    Tensor.Writer writer = new Tensor.Writer(dtype, count);
    for (int i = 0; i < count; i++) {
      if (isWhole(start) && isWhole(step)) {
        writer.set(i, start.longValue() + i * step.longValue());
      } else {
        writer.set(i, first + i * by);
      }
    }
    return writer.build(count);
  }

  private static boolean isWhole(Number number) {
    return number instanceof Integer || number instanceof Long || number instanceof Short;
  }

  /** Returns a float32 tensor of zeros. Keras' {@code ops.zeros}. */
  public static Tensor zeros(long... shape) {
    return zeros(shape, DType.of(Config.floatx()));
  }

  /** Returns a tensor of zeros. Keras' {@code ops.zeros}. */
  public static Tensor zeros(long[] shape, DType dtype) {
    return Tensor.zeros(dtype, shape);
  }

  /** Returns a tensor of zeros. Keras' {@code ops.zeros}. */
  public static Tensor zeros(long[] shape, String dtype) {
    return zeros(shape, DType.of(dtype));
  }

  /** Returns a float32 tensor of ones. Keras' {@code ops.ones}. */
  public static Tensor ones(long... shape) {
    return ones(shape, DType.of(Config.floatx()));
  }

  /** Returns a tensor of ones. Keras' {@code ops.ones}. */
  public static Tensor ones(long[] shape, DType dtype) {
    return Tensor.full(dtype, 1, shape);
  }

  /** Returns a tensor of ones. Keras' {@code ops.ones}. */
  public static Tensor ones(long[] shape, String dtype) {
    return ones(shape, DType.of(dtype));
  }

  /** Returns a float32 tensor of zeros, as on TensorFlow. Keras' {@code ops.empty}. */
  public static Tensor empty(long... shape) {
    return zeros(shape);
  }

  /** Returns a tensor of zeros, as on TensorFlow. Keras' {@code ops.empty}. */
  public static Tensor empty(long[] shape, DType dtype) {
    return zeros(shape, dtype);
  }

  /** Returns a tensor of zeros, as on TensorFlow. Keras' {@code ops.empty}. */
  public static Tensor empty(long[] shape, String dtype) {
    return zeros(shape, dtype);
  }

  /** Returns a float32 tensor filled with a number. Keras' {@code ops.full}. */
  public static Tensor full(long[] shape, Number fillValue) {
    return full(shape, fillValue, DType.of(Config.floatx()));
  }

  /** Returns a tensor filled with a number. Keras' {@code ops.full}. */
  public static Tensor full(long[] shape, Number fillValue, String dtype) {
    return full(shape, fillValue, DType.of(dtype));
  }

  /** Returns a tensor filled with a number. Keras' {@code ops.full}. */
  public static Tensor full(long[] shape, Number fillValue, DType dtype) {
    return full(shape, Tensor.full(dtype, fillValue.doubleValue()), dtype);
  }

  /** Broadcasts a tensor to a shape. Keras' {@code ops.full}. */
  public static Tensor full(long[] shape, Tensor fillValue) {
    return full(shape, fillValue, null);
  }

  /** Broadcasts a tensor to a shape and casts it. Keras' {@code ops.full}. */
  public static Tensor full(long[] shape, Tensor fillValue, @Nullable DType dtype) {
    return filled(shape, fillValue, dtype).value();
  }

  /** Broadcasts a tensor to a shape. Keras' {@code ops.full}. */
  public static KerasTensor full(long[] shape, KerasTensor fillValue) {
    return full(shape, fillValue, null);
  }

  /** Broadcasts a tensor to a shape and casts it. Keras' {@code ops.full}. */
  public static KerasTensor full(long[] shape, KerasTensor fillValue, @Nullable DType dtype) {
    return filled(shape, fillValue, dtype).symbol();
  }

  private static OpsCall filled(long[] shape, Object fill, @Nullable DType dtype) {
    return OpsCall.of("Full").operand(fill).option("shape", shape).option("dtype", dtype);
  }

  /** Returns the float32 identity matrix of a size. Keras' {@code ops.identity}. */
  public static Tensor identity(int n) {
    return eye(n);
  }

  /** Returns the identity matrix of a size. Keras' {@code ops.identity}. */
  public static Tensor identity(int n, DType dtype) {
    return eye(n, null, 0, dtype);
  }

  /** Returns the identity matrix of a size. Keras' {@code ops.identity}. */
  public static Tensor identity(int n, String dtype) {
    return identity(n, DType.of(dtype));
  }

  /** Returns a square float32 matrix with ones on its diagonal. Keras' {@code ops.eye}. */
  public static Tensor eye(int rows) {
    return eye(rows, null);
  }

  /** Returns a float32 matrix with ones on its diagonal. Keras' {@code ops.eye}. */
  public static Tensor eye(int rows, @Nullable Integer columns) {
    return eye(rows, columns, 0);
  }

  /** Returns a float32 matrix with ones on one diagonal. Keras' {@code ops.eye}. */
  public static Tensor eye(int rows, @Nullable Integer columns, int k) {
    return eye(rows, columns, k, DType.of(Config.floatx()));
  }

  /**
   * Returns a matrix with ones on one diagonal. Keras' {@code ops.eye}.
   *
   * @param columns the number of columns; null for that of rows
   * @param k the offset of the diagonal from the main one, positive to the right
   */
  public static Tensor eye(int rows, @Nullable Integer columns, int k, DType dtype) {
    return matrix(rows, columns, dtype, (row, column) -> column - row == k);
  }

  /**
   * Returns a square float32 matrix with ones on and below the diagonal. Keras' {@code ops.tri}.
   */
  public static Tensor tri(int rows) {
    return tri(rows, null);
  }

  /** Returns a float32 matrix with ones on and below the diagonal. Keras' {@code ops.tri}. */
  public static Tensor tri(int rows, @Nullable Integer columns) {
    return tri(rows, columns, 0);
  }

  /** Returns a float32 matrix with ones on and below a diagonal. Keras' {@code ops.tri}. */
  public static Tensor tri(int rows, @Nullable Integer columns, int k) {
    return tri(rows, columns, k, DType.of(Config.floatx()));
  }

  /**
   * Returns a matrix with ones at and below one diagonal. Keras' {@code ops.tri}.
   *
   * @param columns the number of columns; null for that of rows
   * @param k the offset of the diagonal from the main one, positive to the right
   */
  public static Tensor tri(int rows, @Nullable Integer columns, int k, DType dtype) {
    return matrix(rows, columns, dtype, (row, column) -> column - row <= k);
  }

  /** Returns a matrix with ones on a diagonal. Keras' {@code ops.eye}. */
  public static Tensor eye(int rows, @Nullable Integer columns, int k, String dtype) {
    return eye(rows, columns, k, DType.of(dtype));
  }

  /** Returns a matrix with ones on and below a diagonal. Keras' {@code ops.tri}. */
  public static Tensor tri(int rows, @Nullable Integer columns, int k, String dtype) {
    return tri(rows, columns, k, DType.of(dtype));
  }

  private interface Chosen {
    boolean test(int row, int column);
  }

  private static Tensor matrix(int rows, @Nullable Integer columns, DType dtype, Chosen chosen) {
    int width = columns == null ? rows : columns;
    Tensor.Writer writer = new Tensor.Writer(dtype, Math.multiplyExact(rows, width));
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < width; column++) {
        writer.set(row * width + column, chosen.test(row, column) ? 1L : 0L);
      }
    }
    return writer.build(rows, width);
  }
}
