package dev.tenon.tensor;

import java.io.Serializable;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An immutable array in host memory: an element type, a shape, and values in row-major order.
 *
 * <p>Numbers are little-endian in a heap or direct buffer. A tensor over a buffer shares its
 * memory, so the caller must not write to it. A tensor has at most 2 GiB. All operations return a
 * new tensor.
 *
 * <pre>{@code
 * Tensor x = Tensor.arange(6).reshape(2, 3);
 * Tensor centred = x.subtract(x.mean(0, true));
 * Tensor last = x.slice("..., -1");
 * }</pre>
 *
 * <p>Arithmetic, comparison and reductions follow NumPy in broadcasting, axes and indexing, and
 * Keras in the element types of results. Java's serialization writes type, shape and elements.
 */
public final class Tensor extends TensorFactories
    implements TensorArithmetic, TensorReductions, Serializable {
  private final DType dtype;
  private final long[] shape;
  private final int size;
  private final TensorBytes elements;
  private final String @Nullable [] strings;

  private Tensor(DType dtype, long[] shape, TensorBytes elements, String @Nullable [] strings) {
    this.dtype = dtype;
    this.shape = shape;
    this.size = TensorShapes.elements(shape);
    this.elements = elements;
    this.strings = strings;
  }

  private static Tensor checked(
      DType dtype, long[] shape, ByteBuffer data, String @Nullable [] strings) {
    int size = TensorShapes.elements(shape);
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
    return new Tensor(dtype, shape, new TensorBytes.Stored(data), strings);
  }

  /**
   * Returns a tensor over a little-endian buffer, from its position to its limit, without copying.
   *
   * @throws IllegalArgumentException if the buffer's length does not fit type and shape
   */
  public static Tensor of(DType dtype, long[] shape, ByteBuffer littleEndian) {
    if (dtype == DType.STRING) {
      throw new IllegalArgumentException("a string tensor has no byte buffer: use ofStrings");
    }
    ByteBuffer slice = littleEndian.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    return checked(dtype, shape.clone(), slice, null);
  }

  /** Returns a string tensor; without a shape a vector, or of one element a scalar. */
  public static Tensor ofStrings(String[] values, long... shape) {
    return checked(
        DType.STRING, shapeOr(shape, values.length), ByteBuffer.allocate(0), values.clone());
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
    return elements.bytes().duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Puts the bytes of all elements into a buffer, little-endian, and moves its position behind
   * them.
   *
   * <p>What was {@linkplain #take taken} from another tensor is picked into place.
   *
   * @throws IllegalStateException for a string tensor
   * @throws java.nio.BufferOverflowException if the buffer has too little room
   */
  public void copyTo(ByteBuffer target) {
    if (strings != null) {
      throw new IllegalStateException("a string tensor has no bytes");
    }
    if (target.remaining() < (long) size * dtype.bytes()) {
      throw new BufferOverflowException();
    }
    elements.copyTo(target);
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
    return Numbers.getDouble(dtype, elements.bytes(), checked(index));
  }

  /** Returns the element at a row-major index as a float. */
  public float getFloat(long index) {
    return (float) getDouble(index);
  }

  /** Returns the element at a row-major index as a long; a float is truncated, uint64 wraps. */
  public long getLong(long index) {
    return Numbers.getLong(dtype, elements.bytes(), checked(index));
  }

  /**
   * Returns the string at a row-major index.
   *
   * @throws IllegalStateException if the elements are not strings
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
   * @throws IllegalArgumentException if the number of elements would change
   */
  public Tensor reshape(long... newShape) {
    long[] resolved = TensorShapes.resolve(newShape, size, this::shapeString);
    return new Tensor(dtype, resolved, elements, strings);
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

  /**
   * Returns a part by NumPy's basic indexing, such as {@code x.slice("1:-1, ..., ::2")}.
   *
   * <p>An item is a position, which removes its axis, {@code start:stop:step}, {@code ...} for all
   * other axes, or {@code newaxis}. Negative numbers count from the end, and a negative step goes
   * backwards. Bounds of ranges are clipped to the axis, as in Python.
   *
   * @throws IllegalArgumentException if an item is malformed, or a position is outside its axis
   */
  public Tensor slice(String index) {
    return Slicing.apply(this, index);
  }

  /**
   * Returns the part at positions along the first axes, without these axes: a row, a sample.
   *
   * <p>A negative position counts from the end. The elements are not copied.
   *
   * @throws IllegalArgumentException if a position is outside its axis
   */
  public Tensor get(long... index) {
    return Slicing.at(this, index);
  }

  /**
   * Returns the parts at positions along the first axis, in their order, as NumPy's {@code take}
   * with {@code axis=0}: other rows, rows in another order.
   *
   * <p>A negative position counts from the end. The elements are picked when they are first used;
   * until then this tensor's are in use.
   *
   * @throws IllegalArgumentException if there is no axis, or a position is outside it
   */
  public Tensor take(int... positions) {
    return Slicing.rows(this, positions);
  }

  /** Returns a tensor of rows of this one, which are all there. */
  Tensor picked(long[] pickedShape, int[] positions) {
    int width = Math.toIntExact(size / shape[0]) * dtype.bytes();
    checkRoom(dtype, TensorShapes.elements(pickedShape));
    return new Tensor(
        dtype, pickedShape, new TensorBytes.Picked(elements.bytes(), width, positions), null);
  }

  /**
   * Returns the tensor with its axes reordered: axis i of the result is axis perm[i] of this.
   *
   * <p>Without arguments the axes are reversed, so a matrix is transposed. A negative axis counts
   * from the end.
   */
  public Tensor transpose(int... perm) {
    return Transposition.apply(this, perm);
  }

  /**
   * Returns the tensor without axes of length 1: the given ones, or all without arguments.
   *
   * @throws IllegalArgumentException if a given axis has another length
   */
  public Tensor squeeze(int... axes) {
    return reshape(TensorShapes.squeezed(shape, axes));
  }

  /**
   * Returns the matrix product, as NumPy's {@code matmul}.
   *
   * <p>The last two axes are matrices, (…, m, k) by (…, k, n); axes before them broadcast. A vector
   * is a row on the left and a column on the right; its extra axis is removed. Products of floats
   * are added as doubles and rounded once.
   *
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public Tensor matmul(Tensor other) {
    return MatrixProduct.of(this, other);
  }

  /** Returns the elements converted to another type, as NumPy's {@code astype} does. */
  public Tensor cast(DType target) {
    return target == dtype ? this : TensorOps.cast(this, target);
  }

  /**
   * Returns every element multiplied by a factor, then increased by an offset.
   *
   * <p>Floats keep their type. Integers become floats, as in NumPy: float32 for 8 and 16 bits, such
   * as pixels, and float64 for others.
   */
  public Tensor scale(double factor, double offset) {
    DType wide = dtype.bytes() <= 2 ? DType.FLOAT32 : DType.FLOAT64;
    Writer writer = new Writer(dtype.isFloating() ? dtype : wide, size);
    for (int i = 0; i < size; i++) {
      writer.set(i, getDouble(i) * factor + offset);
    }
    return writer.build(shape);
  }

  /** Returns whether type, shape and every bit of the elements are equal. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Tensor that
        && dtype == that.dtype
        && Arrays.equals(shape, that.shape)
        && Arrays.equals(strings, that.strings)
        && elements.bytes().equals(that.elements.bytes());
  }

  @Override
  public int hashCode() {
    return Objects.hash(dtype, Arrays.hashCode(shape), Arrays.hashCode(strings), elements.bytes());
  }

  private Object writeReplace() {
    return new ElementArrays.SerializedTensor(
        dtype, shape, strings == null ? bytes() : null, strings);
  }

  /** Returns the text of NumPy's {@code str}, shortened for a long array. */
  @Override
  public String toString() {
    return TensorPrinter.print(this);
  }

  static ByteBuffer allocate(DType dtype, int elements) {
    checkRoom(dtype, elements);
    return allocate(elements * dtype.bytes());
  }

  private static void checkRoom(DType dtype, int elements) {
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
  }

  /** Returns zeroed memory. */
  static ByteBuffer allocate(int bytes) {
    // Large buffers go off the heap, so that -Xmx bounds what the program computes, not its
    // weights.
    ByteBuffer buffer =
        bytes > 1 << 20 ? ByteBuffer.allocateDirect(bytes) : ByteBuffer.allocate(bytes);
    return buffer.order(ByteOrder.LITTLE_ENDIAN);
  }

  static long[] shapeOr(long[] shape, int length) {
    return shape.length == 0 && length != 1 ? new long[] {length} : shape.clone();
  }

  /** A builder of a tensor, element by element; not thread-safe. */
  public static final class Writer {
    private final DType dtype;
    private final int size;
    private final ByteBuffer bytes;

    /** Creates a builder of zeros. */
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

    /** Sets an element, keeping the low bits of an integer type. */
    public void set(int i, long value) {
      Numbers.put(dtype, bytes, i, value);
    }

    /**
     * Sets consecutive elements to the first values of an array.
     *
     * @throws IllegalStateException if the tensor is not of float32
     */
    public void set(int from, float[] values, int count) {
      if (dtype != DType.FLOAT32) {
        throw new IllegalStateException("a " + dtype.numpyName() + " tensor takes no float array");
      }
      bytes.asFloatBuffer().put(from, values, 0, count);
    }

    /** Returns the tensor; without a shape it is a vector, or of one element a scalar. */
    public Tensor build(long... shape) {
      return of(dtype, shapeOr(shape, size), bytes);
    }
  }
}
