package dev.tenon.formats.pickle;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A NumPy array of a pickle, which is created empty and filled afterwards. */
public final class PickledArray {
  private @Nullable Tensor numbers;
  private @Nullable PickledList objects;

  PickledArray() {}

  /** An element type, to which a pickle tells its byte order afterwards. */
  static final class ElementType {
    private final String name;

    ElementType(String name) {
      this.name = name;
    }

    boolean holdsObjects() {
      return name.startsWith("O");
    }

    DType dtype(String where) {
      return switch (name) {
        case "u1" -> DType.UINT8;
        case "i1" -> DType.INT8;
        case "i4" -> DType.INT32;
        case "i8" -> DType.INT64;
        case "f4" -> DType.FLOAT32;
        case "f8" -> DType.FLOAT64;
        default ->
            throw new UnsupportedModelException(
                where, "has an array of NumPy type '" + name + "'; expected numbers or objects");
      };
    }
  }

  /** Fills the array with the state that NumPy pickled: version, shape, type, order, values. */
  void fill(String where, List<Object> state) {
    if (state.size() != 5
        || !(state.get(1) instanceof List<?> axes)
        || !(state.get(2) instanceof ElementType type)
        || !Boolean.FALSE.equals(state.get(3))) {
      throw new MalformedModelException(
          where, "has an array with a state that NumPy does not write, or in Fortran order");
    }
    long[] shape = new long[axes.size()];
    long count = 1;
    for (int i = 0; i < shape.length; i++) {
      if (!(axes.get(i) instanceof Long length) || length < 0 || length > Integer.MAX_VALUE) {
        throw new MalformedModelException(where, "has an array whose shape is no list of lengths");
      }
      shape[i] = length;
      count = Math.min(Integer.MAX_VALUE, count * length);
    }
    if (type.holdsObjects()) {
      if (!(state.get(4) instanceof PickledList list)
          || shape.length != 1
          || list.size() != count) {
        throw new MalformedModelException(
            where, "has an array of objects whose shape is not the length of its list");
      }
      objects = list;
      return;
    }
    DType dtype = type.dtype(where);
    if (!(state.get(4) instanceof ByteBuffer bytes) || bytes.remaining() != count * dtype.bytes()) {
      throw new MalformedModelException(
          where,
          "has an array of shape "
              + Arrays.toString(shape)
              + " whose values take another number of bytes");
    }
    numbers = Tensor.of(dtype, shape, bytes);
  }

  /** Returns the numbers, or null if the elements are objects. */
  public @Nullable Tensor numbers() {
    return numbers;
  }

  /** Returns the elements of an array of objects, or null if they are numbers. */
  public @Nullable PickledList objects() {
    return objects;
  }
}
