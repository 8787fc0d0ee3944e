package dev.tenon.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An immutable array in host memory: an element type, a shape, and the values in row-major order.
 *
 * <p>Numbers lie little-endian in a buffer that may be heap memory or direct memory; nothing is
 * copied on creation from a buffer, so the caller must not write to it afterwards. A tensor holds
 * at most 2 GiB. All methods that change something return a new tensor.
 */
public final class Tensor {
  private final DType dtype;
  private final long[] shape;
  private final int size;
  private final ByteBuffer data;
  private final String @Nullable [] strings;

  private Tensor(DType dtype, long[] shape, ByteBuffer data, String @Nullable [] strings) {
    this.dtype = dtype;
    this.shape = shape;
    this.size = TensorShapes.elements(shape);
    this.data = data;
    this.strings = strings;
    int found = strings == null ? data.remaining() : strings.length;
    long expected = strings == null ? (long) size * dtype.bytes() : size;
    if (found != expected) {
      throw new IllegalArgumentException(
          dtype.numpyName()
              + " tensor of shape "
              + Arrays.toString(shape)
              + " needs "
              + expected
              + (strings == null ? " bytes" : " strings")
              + " but received "
              + found);
    }
  }

  /**
   * Returns a tensor over a little-endian buffer, from its position to its limit, without copying.
   *
   * @throws IllegalArgumentException where the buffer's length does not fit type and shape
   */
  public static Tensor of(DType dtype, long[] shape, ByteBuffer littleEndian) {
    if (dtype == DType.STRING) {
      throw new IllegalArgumentException("a string tensor has no byte buffer: use ofStrings");
    }
    ByteBuffer slice = littleEndian.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    return new Tensor(dtype, shape.clone(), slice, null);
  }

  /** Returns a float32 tensor of the given shape; without a shape, a vector. */
  public static Tensor of(float[] values, long... shape) {
    ByteBuffer bytes = allocate(DType.FLOAT32, values.length);
    bytes.asFloatBuffer().put(values);
    return of(DType.FLOAT32, shapeOr(shape, values.length), bytes);
  }

  /** Returns a float64 tensor of the given shape; without a shape, a vector. */
  public static Tensor of(double[] values, long... shape) {
    ByteBuffer bytes = allocate(DType.FLOAT64, values.length);
    bytes.asDoubleBuffer().put(values);
    return of(DType.FLOAT64, shapeOr(shape, values.length), bytes);
  }

  /** Returns an int32 tensor of the given shape; without a shape, a vector. */
  public static Tensor of(int[] values, long... shape) {
    ByteBuffer bytes = allocate(DType.INT32, values.length);
    bytes.asIntBuffer().put(values);
    return of(DType.INT32, shapeOr(shape, values.length), bytes);
  }

  /** Returns an int64 tensor of the given shape; without a shape, a vector. */
  public static Tensor of(long[] values, long... shape) {
    ByteBuffer bytes = allocate(DType.INT64, values.length);
    bytes.asLongBuffer().put(values);
    return of(DType.INT64, shapeOr(shape, values.length), bytes);
  }

  /** Returns a bool tensor of the given shape; without a shape, a vector. */
  public static Tensor of(boolean[] values, long... shape) {
    ByteBuffer bytes = allocate(DType.BOOL, values.length);
    for (int i = 0; i < values.length; i++) {
      bytes.put(i, (byte) (values[i] ? 1 : 0));
    }
    return of(DType.BOOL, shapeOr(shape, values.length), bytes);
  }

  /** Returns a string tensor of the given shape; without a shape, a vector. */
  public static Tensor ofStrings(String[] values, long... shape) {
    return new Tensor(
        DType.STRING, shapeOr(shape, values.length), ByteBuffer.allocate(0), values.clone());
  }

  /**
   * Returns a float32 tensor of rank 2 from rows of equal length.
   *
   * @throws IllegalArgumentException where two rows differ in length
   */
  public static Tensor of(float[][] rows) {
    int columns = rows.length == 0 ? 0 : rows[0].length;
    float[] flat = new float[Math.multiplyExact(rows.length, columns)];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != columns) {
        throw new IllegalArgumentException(
            "row " + i + " has " + rows[i].length + " values, row 0 has " + columns);
      }
      System.arraycopy(rows[i], 0, flat, i * columns, columns);
    }
    return of(flat, rows.length, columns);
  }

  /** Returns a tensor without axes that holds one number of the given type. */
  public static Tensor scalar(DType dtype, double value) {
    Writer writer = new Writer(dtype, 1);
    writer.set(0, value);
    return writer.build();
  }

  /** Returns a tensor without axes that holds one integer of the given type. */
  public static Tensor scalar(DType dtype, long value) {
    Writer writer = new Writer(dtype, 1);
    writer.set(0, value);
    return writer.build();
  }

  /** Returns a tensor in which every element is the given number. */
  public static Tensor filled(DType dtype, double value, long... shape) {
    Writer writer = new Writer(dtype, TensorShapes.elements(shape));
    if (value != 0) {
      for (int i = 0; i < writer.size; i++) {
        writer.set(i, value);
      }
    }
    return writer.build(shape);
  }

  /** Returns a tensor of zeros (false, or empty strings). */
  public static Tensor zeros(DType dtype, long... shape) {
    if (dtype == DType.STRING) {
      String[] empty = new String[TensorShapes.elements(shape)];
      Arrays.fill(empty, "");
      return new Tensor(dtype, shape.clone(), ByteBuffer.allocate(0), empty);
    }
    return of(dtype, shape, allocate(dtype, TensorShapes.elements(shape)));
  }

  /** Returns the element type. */
  public DType dtype() {
    return dtype;
  }

  /** Returns a copy of the shape. */
  public long[] shape() {
    return shape.clone();
  }

  /** Returns the number of axes. */
  public int rank() {
    return shape.length;
  }

  /** Returns the length of one axis; a negative axis counts from the end. */
  public long dim(int axis) {
    return shape[TensorShapes.normalizeAxis(axis, shape.length)];
  }

  /** Returns the number of elements. */
  public int size() {
    return size;
  }

  /** Returns the shape as Python writes a tuple, such as {@code (2, 3)}. */
  public String shapeString() {
    return TensorShapes.tuple(shape);
  }

  /**
   * Returns a read-only little-endian view of the bytes.
   *
   * @throws IllegalStateException for a string tensor
   */
  public ByteBuffer bytes() {
    if (strings != null) {
      throw new IllegalStateException("a string tensor has no bytes");
    }
    return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  private int checked(long index) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException(
          "element " + index + " is outside a tensor of " + size + " elements");
    }
    return (int) index;
  }

  /** Returns the element at a row-major index as a double; a bool is 0 or 1. */
  public double getDouble(long index) {
    return Numbers.getDouble(dtype, data, checked(index));
  }

  /** Returns the element at a row-major index as a float. */
  public float getFloat(long index) {
    return (float) getDouble(index);
  }

  /** Returns the element at a row-major index as a long; a float is truncated, uint64 wraps. */
  public long getLong(long index) {
    return Numbers.getLong(dtype, data, checked(index));
  }

  /**
   * Returns the string at a row-major index.
   *
   * @throws IllegalStateException where the elements are no strings
   */
  public String getString(long index) {
    if (strings == null) {
      throw new IllegalStateException("a " + dtype.numpyName() + " tensor holds no strings");
    }
    return strings[checked(index)];
  }

  /** Returns all elements as floats, in row-major order. */
  public float[] toFloatArray() {
    float[] values = new float[size];
    if (dtype == DType.FLOAT32) {
      bytes().asFloatBuffer().get(values);
    } else {
      for (int i = 0; i < size; i++) {
        values[i] = getFloat(i);
      }
    }
    return values;
  }

  /** Returns all elements as doubles, in row-major order. */
  public double[] toDoubleArray() {
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = getDouble(i);
    }
    return values;
  }

  /** Returns all elements as longs, in row-major order. */
  public long[] toLongArray() {
    long[] values = new long[size];
    for (int i = 0; i < size; i++) {
      values[i] = getLong(i);
    }
    return values;
  }

  /** Returns all elements as strings, in row-major order. */
  public String[] toStringArray() {
    String[] values = new String[size];
    for (int i = 0; i < size; i++) {
      values[i] = getString(i);
    }
    return values;
  }

  /**
   * Returns the same elements under another shape; one length may be -1.
   *
   * @throws IllegalArgumentException where the number of elements would change
   */
  public Tensor reshape(long... newShape) {
    long[] resolved = TensorShapes.resolve(newShape, size, this::shapeString);
    return new Tensor(dtype, resolved, data, strings);
  }

  /** Returns the tensor with an axis of length 1 inserted. */
  public Tensor expandDims(int axis) {
    int at = TensorShapes.normalizeAxis(axis, shape.length + 1);
    long[] longer = new long[shape.length + 1];
    System.arraycopy(shape, 0, longer, 0, at);
    longer[at] = 1;
    System.arraycopy(shape, at, longer, at + 1, shape.length - at);
    return reshape(longer);
  }

  /** Returns the part from {@code start} (included) to {@code end} (excluded) along an axis. */
  public Tensor slice(int axis, long start, long end) {
    return TensorOps.slice(this, TensorShapes.normalizeAxis(axis, shape.length), start, end);
  }

  /** Returns one entry along the first axis, without that axis: a row, a sample. */
  public Tensor get(long index) {
    Tensor part = slice(0, index, index + 1);
    return part.reshape(Arrays.copyOfRange(shape, 1, shape.length));
  }

  /** Returns the tensor with its axes reordered: axis i of the result is axis perm[i] of this. */
  public Tensor transpose(int... perm) {
    return Transposition.apply(this, perm);
  }

  /** Returns the int64 positions of the largest elements along an axis, the first of equals. */
  public Tensor argMax(int axis) {
    return TensorOps.argMax(this, TensorShapes.normalizeAxis(axis, shape.length));
  }

  /** Returns the elements converted to another type, as NumPy's {@code astype} does. */
  public Tensor cast(DType target) {
    return target == dtype ? this : TensorOps.cast(this, target);
  }

  /**
   * Returns every element multiplied by a factor, then increased by an offset.
   *
   * <p>Floats keep their type. Integers become floats, as in NumPy: float32 those of 8 and 16 bits,
   * such as pixels, and float64 the others.
   */
  public Tensor scale(double factor, double offset) {
    DType wide = dtype.bytes() <= 2 ? DType.FLOAT32 : DType.FLOAT64;
    Writer writer = new Writer(dtype.isFloating() ? dtype : wide, size);
    for (int i = 0; i < size; i++) {
      writer.set(i, getDouble(i) * factor + offset);
    }
    return writer.build(shape);
  }

  /** Says whether type, shape and every bit of the elements are equal. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Tensor that
        && dtype == that.dtype
        && Arrays.equals(shape, that.shape)
        && Arrays.equals(strings, that.strings)
        && data.equals(that.data);
  }

  @Override
  public int hashCode() {
    return Objects.hash(dtype, Arrays.hashCode(shape), Arrays.hashCode(strings), data);
  }

  /** Returns what NumPy's {@code str} makes of such an array, shortened where it is long. */
  @Override
  public String toString() {
    return TensorPrinter.print(this);
  }

  static ByteBuffer allocate(DType dtype, int elements) {
    long needed = (long) elements * dtype.bytes();
    long most = Runtime.getRuntime().maxMemory();
    if (elements < 0 || needed > Integer.MAX_VALUE - 8 || needed > most) {
      throw new IllegalArgumentException(
          "a tensor of "
              + elements
              + " elements of "
              + dtype.numpyName()
              + " needs "
              + needed
              + " bytes; a tensor holds at most 2 GiB, and the JVM may use "
              + most
              + " bytes (-Xmx)");
    }
    int bytes = (int) needed;
    // Large buffers go off the heap, so that -Xmx bounds what the program computes, not its
    // weights.
    ByteBuffer buffer =
        bytes > 1 << 20 ? ByteBuffer.allocateDirect(bytes) : ByteBuffer.allocate(bytes);
    return buffer.order(ByteOrder.LITTLE_ENDIAN);
  }

  private static long[] shapeOr(long[] shape, int length) {
    return shape.length == 0 && length != 1 ? new long[] {length} : shape.clone();
  }

  /** Fills a new tensor element by element; not thread-safe. */
  public static final class Writer {
    private final DType dtype;
    private final int size;
    private final ByteBuffer bytes;

    /** Allocates zeros. */
    public Writer(DType dtype, int size) {
      if (dtype == DType.STRING) {
        throw new IllegalArgumentException("strings are not written one by one: use ofStrings");
      }
      this.dtype = dtype;
      this.size = size;
      this.bytes = allocate(dtype, size);
    }

    /** Sets an element, rounding to a float type or truncating to an integer one. */
    public void set(int i, double value) {
      Numbers.put(dtype, bytes, i, value);
    }

    /** Sets an element, keeping the low bits that an integer type has room for. */
    public void set(int i, long value) {
      Numbers.put(dtype, bytes, i, value);
    }

    /**
     * Sets elements from one on to the first values of an array.
     *
     * @throws IllegalStateException where the tensor is not of float32
     */
    public void set(int from, float[] values, int count) {
      if (dtype != DType.FLOAT32) {
        throw new IllegalStateException("a " + dtype.numpyName() + " tensor takes no float array");
      }
      bytes.asFloatBuffer().put(from, values, 0, count);
    }

    /** Returns the tensor; without a shape it has no axes where it holds one element. */
    public Tensor build(long... shape) {
      return of(dtype, shapeOr(shape, size), bytes);
    }
  }
}
