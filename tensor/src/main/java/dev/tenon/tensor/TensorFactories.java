package dev.tenon.tensor;

import dev.tenon.random.NumpyRandom;
import java.util.Arrays;
import java.util.function.DoubleSupplier;

/**
 * Factories of tensors.
 *
 * <p>A Java array gives its own element type. Without a type, numbers are float32, Keras' default,
 * and ranges of integers are int64.
 */
abstract class TensorFactories {
  TensorFactories() {}

  /** Returns a float32 vector. */
  public static Tensor of(float[] values) {
    return of(values, values.length);
  }

  /** Returns a float32 tensor of the given shape; an empty shape is that of a scalar. */
  public static Tensor of(float[] values, long... shape) {
    return ElementArrays.flat(DType.FLOAT32, values, values.length, shape);
  }

  /** Returns a float32 tensor of rank 2 from arrays of equal lengths. */
  public static Tensor of(float[][] values) {
    return ElementArrays.nested(DType.FLOAT32, values);
  }

  /** Returns a float32 tensor of rank 3 from arrays of equal lengths. */
  public static Tensor of(float[][][] values) {
    return ElementArrays.nested(DType.FLOAT32, values);
  }

  /** Returns a float32 tensor of rank 4 from arrays of equal lengths. */
  public static Tensor of(float[][][][] values) {
    return ElementArrays.nested(DType.FLOAT32, values);
  }

  /** Returns a float64 vector. */
  public static Tensor of(double[] values) {
    return of(values, values.length);
  }

  /** Returns a float64 tensor of the given shape; an empty shape is that of a scalar. */
  public static Tensor of(double[] values, long... shape) {
    return ElementArrays.flat(DType.FLOAT64, values, values.length, shape);
  }

  /** Returns a float64 tensor of rank 2 from arrays of equal lengths. */
  public static Tensor of(double[][] values) {
    return ElementArrays.nested(DType.FLOAT64, values);
  }

  /** Returns a float64 tensor of rank 3 from arrays of equal lengths. */
  public static Tensor of(double[][][] values) {
    return ElementArrays.nested(DType.FLOAT64, values);
  }

  /** Returns a float64 tensor of rank 4 from arrays of equal lengths. */
  public static Tensor of(double[][][][] values) {
    return ElementArrays.nested(DType.FLOAT64, values);
  }

  /** Returns an int32 vector. */
  public static Tensor of(int[] values) {
    return of(values, values.length);
  }

  /** Returns an int32 tensor of the given shape; an empty shape is that of a scalar. */
  public static Tensor of(int[] values, long... shape) {
    return ElementArrays.flat(DType.INT32, values, values.length, shape);
  }

  /** Returns an int32 tensor of rank 2 from arrays of equal lengths. */
  public static Tensor of(int[][] values) {
    return ElementArrays.nested(DType.INT32, values);
  }

  /** Returns an int32 tensor of rank 3 from arrays of equal lengths. */
  public static Tensor of(int[][][] values) {
    return ElementArrays.nested(DType.INT32, values);
  }

  /** Returns an int32 tensor of rank 4 from arrays of equal lengths. */
  public static Tensor of(int[][][][] values) {
    return ElementArrays.nested(DType.INT32, values);
  }

  /** Returns an int64 vector. */
  public static Tensor of(long[] values) {
    return of(values, values.length);
  }

  /** Returns an int64 tensor of the given shape; an empty shape is that of a scalar. */
  public static Tensor of(long[] values, long... shape) {
    return ElementArrays.flat(DType.INT64, values, values.length, shape);
  }

  /** Returns an int64 tensor of rank 2 from arrays of equal lengths. */
  public static Tensor of(long[][] values) {
    return ElementArrays.nested(DType.INT64, values);
  }

  /** Returns an int64 tensor of rank 3 from arrays of equal lengths. */
  public static Tensor of(long[][][] values) {
    return ElementArrays.nested(DType.INT64, values);
  }

  /** Returns an int64 tensor of rank 4 from arrays of equal lengths. */
  public static Tensor of(long[][][][] values) {
    return ElementArrays.nested(DType.INT64, values);
  }

  /** Returns an int16 vector. */
  public static Tensor of(short[] values) {
    return of(values, values.length);
  }

  /** Returns an int16 tensor of the given shape; an empty shape is that of a scalar. */
  public static Tensor of(short[] values, long... shape) {
    return ElementArrays.flat(DType.INT16, values, values.length, shape);
  }

  /** Returns an int16 tensor of rank 2 from arrays of equal lengths. */
  public static Tensor of(short[][] values) {
    return ElementArrays.nested(DType.INT16, values);
  }

  /** Returns an int16 tensor of rank 3 from arrays of equal lengths. */
  public static Tensor of(short[][][] values) {
    return ElementArrays.nested(DType.INT16, values);
  }

  /** Returns an int16 tensor of rank 4 from arrays of equal lengths. */
  public static Tensor of(short[][][][] values) {
    return ElementArrays.nested(DType.INT16, values);
  }

  /** Returns an int8 vector. */
  public static Tensor of(byte[] values) {
    return of(values, values.length);
  }

  /** Returns an int8 tensor of the given shape; an empty shape is that of a scalar. */
  public static Tensor of(byte[] values, long... shape) {
    return ElementArrays.flat(DType.INT8, values, values.length, shape);
  }

  /** Returns an int8 tensor of rank 2 from arrays of equal lengths. */
  public static Tensor of(byte[][] values) {
    return ElementArrays.nested(DType.INT8, values);
  }

  /** Returns an int8 tensor of rank 3 from arrays of equal lengths. */
  public static Tensor of(byte[][][] values) {
    return ElementArrays.nested(DType.INT8, values);
  }

  /** Returns an int8 tensor of rank 4 from arrays of equal lengths. */
  public static Tensor of(byte[][][][] values) {
    return ElementArrays.nested(DType.INT8, values);
  }

  /** Returns a bool vector. */
  public static Tensor of(boolean[] values) {
    return of(values, values.length);
  }

  /** Returns a bool tensor of the given shape; an empty shape is that of a scalar. */
  public static Tensor of(boolean[] values, long... shape) {
    return ElementArrays.flat(DType.BOOL, values, values.length, shape);
  }

  /** Returns a bool tensor of rank 2 from arrays of equal lengths. */
  public static Tensor of(boolean[][] values) {
    return ElementArrays.nested(DType.BOOL, values);
  }

  /** Returns a bool tensor of rank 3 from arrays of equal lengths. */
  public static Tensor of(boolean[][][] values) {
    return ElementArrays.nested(DType.BOOL, values);
  }

  /** Returns a bool tensor of rank 4 from arrays of equal lengths. */
  public static Tensor of(boolean[][][][] values) {
    return ElementArrays.nested(DType.BOOL, values);
  }

  /** Returns a string vector. */
  public static Tensor of(String[] values) {
    return of(values, values.length);
  }

  /** Returns a string tensor of the given shape; an empty shape is that of a scalar. */
  public static Tensor of(String[] values, long... shape) {
    return Tensor.ofStrings(values, shape);
  }

  /** Returns a string tensor of rank 2 from rows of equal lengths. */
  public static Tensor of(String[][] rows) {
    long[] shape = ElementArrays.shape(rows);
    String[] all = Arrays.stream(rows).flatMap(Arrays::stream).toArray(String[]::new);
    return Tensor.ofStrings(all, new long[] {all.length}).reshape(shape);
  }

  /** Returns a scalar tensor of the given type. */
  public static Tensor scalar(DType dtype, double value) {
    Tensor.Writer writer = new Tensor.Writer(dtype, 1);
    writer.set(0, value);
    return writer.build();
  }

  /** Returns a scalar tensor of the given type. */
  public static Tensor scalar(DType dtype, long value) {
    Tensor.Writer writer = new Tensor.Writer(dtype, 1);
    writer.set(0, value);
    return writer.build();
  }

  /** Returns a float32 tensor of zeros. */
  public static Tensor zeros(long... shape) {
    return zeros(DType.FLOAT32, shape);
  }

  /** Returns a tensor of zeros (false, or empty strings). */
  public static Tensor zeros(DType dtype, long... shape) {
    int size = TensorShapes.elements(shape);
    if (dtype == DType.STRING) {
      String[] empty = new String[size];
      Arrays.fill(empty, "");
      return Tensor.ofStrings(empty, new long[] {size}).reshape(shape);
    }
    return Tensor.of(dtype, shape, Tensor.allocate(dtype, size));
  }

  /** Returns a float32 tensor of ones. */
  public static Tensor ones(long... shape) {
    return full(DType.FLOAT32, 1, shape);
  }

  /** Returns a tensor of ones (true). */
  public static Tensor ones(DType dtype, long... shape) {
    return full(dtype, 1, shape);
  }

  /** Returns a float32 tensor in which every element is the given number. */
  public static Tensor full(double value, long... shape) {
    return full(DType.FLOAT32, value, shape);
  }

  /** Returns a tensor in which every element is the given number. */
  public static Tensor full(DType dtype, double value, long... shape) {
    return value == 0 ? zeros(dtype, shape) : filled(dtype, shape, () -> value);
  }

  /** Returns the int64 integers from 0 (included) to {@code stop} (excluded). */
  public static Tensor arange(long stop) {
    return arange(0, stop, 1);
  }

  /** Returns the int64 integers from {@code start} (included) to {@code stop} (excluded). */
  public static Tensor arange(long start, long stop) {
    return arange(start, stop, 1);
  }

  /** Returns every {@code step}-th int64 integer from {@code start} to {@code stop} (excluded). */
  public static Tensor arange(long start, long stop, long step) {
    long[] values = new long[ElementArrays.steps(start, stop, step)];
    Arrays.setAll(values, i -> start + i * step);
    return of(values, values.length);
  }

  /**
   * Returns the float32 numbers {@code start + i * step} before {@code stop}.
   *
   * <p>The count is {@code ceil((stop - start) / step)}, so rounding may add {@code stop} itself:
   * {@link #linspace(double, double, int)} has a fixed count.
   */
  public static Tensor arange(double start, double stop, double step) {
    return arange(DType.FLOAT32, start, stop, step);
  }

  /** Returns the numbers {@code start + i * step} before {@code stop} in a type of choice. */
  public static Tensor arange(DType dtype, double start, double stop, double step) {
    double[] values = new double[ElementArrays.steps(start, stop, step)];
    // NumPy's own delta, which is not quite the step.
    double delta = start + step - start;
    Arrays.setAll(values, i -> i == 1 ? start + step : start + i * delta);
    return of(values, values.length).cast(dtype);
  }

  /** Returns {@code num} float32 numbers from {@code start} to {@code stop}, both included. */
  public static Tensor linspace(double start, double stop, int num) {
    return linspace(DType.FLOAT32, start, stop, num);
  }

  /** Returns {@code num} numbers from {@code start} to {@code stop}, both included. */
  public static Tensor linspace(DType dtype, double start, double stop, int num) {
    if (num < 0) {
      throw new IllegalArgumentException("linspace: num is " + num + "; expected 0 or more");
    }
    double[] values = new double[num];
    double step = (stop - start) / Math.max(1, num - 1);
    Arrays.setAll(values, i -> i > 0 && i == num - 1 ? stop : i * step + start);
    return of(values, num).cast(dtype);
  }

  /** Returns a float32 matrix (n, n) with ones on the diagonal. */
  public static Tensor eye(int n) {
    return eye(n, n);
  }

  /** Returns a float32 matrix with ones on the main diagonal. */
  public static Tensor eye(int rows, int columns) {
    Tensor.Writer writer =
        new Tensor.Writer(DType.FLOAT32, TensorShapes.elements(new long[] {rows, columns}));
    for (int i = 0; i < Math.min(rows, columns); i++) {
      writer.set(i * columns + i, 1);
    }
    return writer.build(rows, columns);
  }

  /**
   * Returns float32 numbers that are uniform from 0 (included) to 1 (excluded).
   *
   * <p>They are {@code numpy.random.RandomState(seed).random_sample(shape)}, by the Mersenne
   * Twister MT19937, rounded to float32: the same on every JDK.
   *
   * @param seed from 0 to 2³² − 1
   */
  public static Tensor random(long seed, long... shape) {
    NumpyRandom random = new NumpyRandom(seed);
    // Rounding must not reach 1.
    double most = Math.nextDown(1f);
    return filled(DType.FLOAT32, shape, () -> Math.min(random.randomSample(), most));
  }

  /**
   * Returns float32 numbers of the normal distribution with mean 0 and deviation 1.
   *
   * <p>They are {@code numpy.random.RandomState(seed).standard_normal(shape)}, by the Mersenne
   * Twister MT19937 and the polar method, rounded to float32: the same on every JDK.
   *
   * @param seed from 0 to 2³² − 1
   */
  public static Tensor randomNormal(long seed, long... shape) {
    return filled(DType.FLOAT32, shape, new NumpyRandom(seed)::standardNormal);
  }

  /**
   * Returns tensors concatenated along an existing axis; all other lengths must be equal.
   *
   * <p>Different element types are promoted, as in arithmetic.
   */
  public static Tensor concat(int axis, Tensor... parts) {
    return TensorOps.concat(axis, parts);
  }

  /** Returns tensors of one shape joined along a new axis. */
  public static Tensor stack(int axis, Tensor... parts) {
    return TensorOps.stack(axis, parts);
  }

  private static Tensor filled(DType dtype, long[] shape, DoubleSupplier next) {
    int size = TensorShapes.elements(shape);
    Tensor.Writer writer = new Tensor.Writer(dtype, size);
    for (int i = 0; i < size; i++) {
      writer.set(i, next.getAsDouble());
    }
    return writer.build(new long[] {size}).reshape(shape);
  }
}
