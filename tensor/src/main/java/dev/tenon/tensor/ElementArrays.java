package dev.tenon.tensor;

import java.io.Serializable;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Converts elements from and to Java arrays, a loop for each common type; also to serialize. */
final class ElementArrays {
  /** How many elements computations convert at a time: two such arrays stay in the first cache. */
  static final int CHUNK = 1024;

  private ElementArrays() {}

  /** Reads elements as doubles. */
  static void read(DType dtype, ByteBuffer data, int from, double[] into, int at, int count) {
    switch (dtype) {
      case FLOAT32 -> {
        for (int i = 0; i < count; i++) {
          into[at + i] = data.getFloat((from + i) * 4);
        }
      }
      case FLOAT64 -> data.asDoubleBuffer().get(from, into, at, count);
      case INT32 -> {
        for (int i = 0; i < count; i++) {
          into[at + i] = data.getInt((from + i) * 4);
        }
      }
      case UINT8 -> {
        for (int i = 0; i < count; i++) {
          into[at + i] = data.get(from + i) & 0xff;
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          into[at + i] = Numbers.getDouble(dtype, data, from + i);
        }
      }
    }
  }

  /** Reads elements as longs; floats are truncated. */
  static void read(DType dtype, ByteBuffer data, int from, long[] into, int at, int count) {
    switch (dtype) {
      case INT64, UINT64 -> data.asLongBuffer().get(from, into, at, count);
      case INT32 -> {
        for (int i = 0; i < count; i++) {
          into[at + i] = data.getInt((from + i) * 4);
        }
      }
      case UINT8 -> {
        for (int i = 0; i < count; i++) {
          into[at + i] = data.get(from + i) & 0xff;
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          into[at + i] = Numbers.getLong(dtype, data, from + i);
        }
      }
    }
  }

  /** Writes the first numbers of an array, rounded or truncated to the type. */
  static void write(DType dtype, ByteBuffer data, int from, double[] values, int count) {
    switch (dtype) {
      case FLOAT32 -> {
        for (int i = 0; i < count; i++) {
          data.putFloat((from + i) * 4, (float) values[i]);
        }
      }
      case FLOAT64 -> data.asDoubleBuffer().put(from, values, 0, count);
      case BOOL -> {
        for (int i = 0; i < count; i++) {
          data.put(from + i, (byte) (values[i] != 0 ? 1 : 0));
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          Numbers.put(dtype, data, from + i, values[i]);
        }
      }
    }
  }

  /** Writes the first numbers of an array; an integer type keeps their low bits. */
  static void write(DType dtype, ByteBuffer data, int from, long[] values, int count) {
    switch (dtype) {
      case INT64, UINT64 -> data.asLongBuffer().put(from, values, 0, count);
      case INT32, UINT32 -> {
        for (int i = 0; i < count; i++) {
          data.putInt((from + i) * 4, (int) values[i]);
        }
      }
      case INT8, UINT8 -> {
        for (int i = 0; i < count; i++) {
          data.put(from + i, (byte) values[i]);
        }
      }
      case BOOL -> {
        for (int i = 0; i < count; i++) {
          data.put(from + i, (byte) (values[i] != 0 ? 1 : 0));
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          Numbers.put(dtype, data, from + i, values[i]);
        }
      }
    }
  }

  /** Returns a tensor of the elements of an array. */
  static Tensor flat(DType dtype, Object values, int length, long... shape) {
    ByteBuffer bytes = Tensor.allocate(dtype, length);
    put(bytes, 0, values);
    return Tensor.of(dtype, Tensor.shapeOr(shape, length), bytes);
  }

  /**
   * Returns a tensor of the elements of arrays in arrays.
   *
   * @throws IllegalArgumentException if the lengths along an axis differ
   */
  static Tensor nested(DType dtype, Object[] values) {
    long[] shape = shape(values);
    ByteBuffer bytes = Tensor.allocate(dtype, TensorShapes.elements(shape));
    fill(bytes, 0, values);
    return Tensor.of(dtype, shape, bytes);
  }

  private static int fill(ByteBuffer bytes, int from, Object[] values) {
    int at = from;
    for (Object part : values) {
      if (part instanceof Object[] parts) {
        at = fill(bytes, at, parts);
      } else {
        put(bytes, at, part);
        at += Array.getLength(part);
      }
    }
    return at;
  }

  /** Returns the lengths of arrays in arrays along each axis. */
  static long[] shape(Object[] values) {
    int rank = 1;
    for (Class<?> part = values.getClass().getComponentType(); part.isArray(); rank++) {
      part = part.getComponentType();
    }
    long[] shape = new long[rank];
    @Nullable Object first = values;
    for (int axis = 0; axis < rank; axis++) {
      shape[axis] = first == null ? 0 : Array.getLength(first);
      first = axis + 1 < rank && shape[axis] > 0 ? Array.get(first, 0) : null;
    }
    check(values, shape, 0, "");
    return shape;
  }

  private static void check(@Nullable Object values, long[] shape, int axis, String place) {
    if (values == null || Array.getLength(values) != shape[axis]) {
      throw new IllegalArgumentException(
          "of: the array at "
              + place
              + " has "
              + (values == null ? "no" : Array.getLength(values))
              + " elements, the first one on axis "
              + axis
              + " has "
              + shape[axis]
              + "; expected arrays of equal lengths");
    }
    if (axis + 1 < shape.length && values instanceof Object[] parts) {
      for (int i = 0; i < parts.length; i++) {
        check(parts[i], shape, axis + 1, place + "[" + i + "]");
      }
    }
  }

  private static void put(ByteBuffer bytes, int from, Object values) {
    if (values instanceof float[] floats) {
      bytes.asFloatBuffer().put(from, floats);
    } else if (values instanceof double[] doubles) {
      bytes.asDoubleBuffer().put(from, doubles);
    } else if (values instanceof int[] ints) {
      bytes.asIntBuffer().put(from, ints);
    } else if (values instanceof long[] longs) {
      bytes.asLongBuffer().put(from, longs);
    } else if (values instanceof short[] shorts) {
      bytes.asShortBuffer().put(from, shorts);
    } else if (values instanceof byte[] signed) {
      bytes.put(from, signed);
    } else if (values instanceof boolean[] bools) {
      for (int i = 0; i < bools.length; i++) {
        bytes.put(from + i, (byte) (bools[i] ? 1 : 0));
      }
    } else {
      throw new IllegalArgumentException("no array of numbers: " + values.getClass());
    }
  }

  /** Returns how many steps there are before the end of a range. */
  static int steps(double start, double stop, double step) {
    double count = Math.ceil((stop - start) / step);
    if (step == 0 || Double.isNaN(count) || count > Integer.MAX_VALUE) {
      throw endless(start + " to " + stop + " by " + step);
    }
    return (int) Math.max(0, count);
  }

  /** Returns how many steps there are before the end of a range of integers. */
  static int steps(long start, long stop, long step) {
    long last = step > 0 ? stop - 1 : stop + 1;
    boolean empty = step > 0 ? start >= stop : start <= stop;
    // A range over more than half of all longs overflows to a negative distance.
    long distance = step > 0 ? last - start : start - last;
    if (step == 0 || (!empty && (distance < 0 || distance / Math.abs(step) >= Integer.MAX_VALUE))) {
      throw endless(start + " to " + stop + " by " + step);
    }
    return empty ? 0 : Math.toIntExact(distance / Math.abs(step)) + 1;
  }

  private static IllegalArgumentException endless(String range) {
    return new IllegalArgumentException(
        "arange from " + range + ": expected a step other than 0, and fewer than 2^31 numbers");
  }

  /** What Java's serialization writes of a tensor. */
  static final class SerializedTensor implements Serializable {
    private static final long serialVersionUID = 1;

    private final DType dtype;
    private final long[] shape;
    private final byte @Nullable [] bytes;
    private final String @Nullable [] strings;

    SerializedTensor(
        DType dtype, long[] shape, @Nullable ByteBuffer data, String @Nullable [] strings) {
      this.dtype = dtype;
      this.shape = shape;
      this.strings = strings;
      if (data == null) {
        bytes = null;
      } else {
        bytes = new byte[data.remaining()];
        data.get(bytes);
      }
    }

    private Object readResolve() {
      // reshape, since an empty shape of ofStrings is a vector's.
      return strings != null
          ? Tensor.ofStrings(strings, strings.length).reshape(shape)
          : Tensor.of(dtype, shape, ByteBuffer.wrap(Objects.requireNonNull(bytes)));
    }
  }
}
