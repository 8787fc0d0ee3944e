package dev.tenon.tensor;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Moves, joins and converts elements on the host. */
final class TensorOps {
  private TensorOps() {}

  static Tensor slice(Tensor x, int axis, long start, long end) {
    long length = x.dim(axis);
    if (start < 0 || end < start || end > length) {
      throw new IllegalArgumentException(
          "slice " + start + ".." + end + " is outside axis " + axis + " of length " + length);
    }
    return Slicing.along(x, axis, start, end);
  }

  /** Returns tensors joined along an axis, as one element type. */
  static Tensor concat(int axis, Tensor... parts) {
    if (parts.length == 0) {
      throw new IllegalArgumentException("concat: no tensors; expected at least one");
    }
    long[] shape = parts[0].shape();
    int along = TensorShapes.normalizeAxis(axis, shape.length);
    DType type = parts[0].dtype();
    long total = 0;
    for (int i = 0; i < parts.length; i++) {
      long[] other = parts[i].shape();
      long[] same = other.clone();
      if (other.length == shape.length) {
        same[along] = shape[along];
      }
      if (!Arrays.equals(same, shape)) {
        throw new IllegalArgumentException(
            "concat along axis "
                + axis
                + ": shape "
                + parts[i].shapeString()
                + " at position "
                + i
                + " does not fit "
                + parts[0].shapeString()
                + " at position 0; expected equal lengths along all other axes");
      }
      total += other[along];
      DType next = parts[i].dtype();
      type = next == type ? type : TypePromotion.of("concat", type, next);
    }
    shape[along] = total;
    int size = TensorShapes.elements(shape);
    int outer = TensorShapes.elements(Arrays.copyOf(shape, along));
    String[] strings = new String[type == DType.STRING ? size : 0];
    ByteBuffer bytes = Tensor.allocate(type, type == DType.STRING ? 0 : size);
    int row = outer == 0 ? 0 : size / outer;
    int at = 0;
    for (Tensor part : parts) {
      int run = outer == 0 ? 0 : part.size() / outer;
      String[] texts = type == DType.STRING ? part.toStringArray() : strings;
      ByteBuffer source = type == DType.STRING ? bytes : part.cast(type).bytes();
      int width = type.bytes();
      for (int o = 0; o < outer; o++) {
        if (type == DType.STRING) {
          System.arraycopy(texts, o * run, strings, o * row + at, run);
        } else {
          bytes.put((o * row + at) * width, source, o * run * width, run * width);
        }
      }
      at += run;
    }
    return type == DType.STRING
        ? Tensor.ofStrings(strings, new long[] {size}).reshape(shape)
        : Tensor.of(type, shape, bytes);
  }

  /** Returns tensors of one shape joined along a new axis. */
  static Tensor stack(int axis, Tensor... parts) {
    Tensor[] longer = new Tensor[parts.length];
    for (int i = 0; i < parts.length; i++) {
      if (!Arrays.equals(parts[i].shape(), parts[0].shape())) {
        throw new IllegalArgumentException(
            "stack: shape "
                + parts[i].shapeString()
                + " at position "
                + i
                + " differs from "
                + parts[0].shapeString()
                + " at position 0; expected equal shapes");
      }
      longer[i] = parts[i].expandDims(axis);
    }
    return concat(axis, longer);
  }

  static Tensor cast(Tensor x, DType target) {
    if (x.dtype() == DType.STRING || target == DType.STRING) {
      throw new IllegalArgumentException(
          "cannot cast " + x.dtype().numpyName() + " to " + target.numpyName());
    }
    int size = x.size();
    ByteBuffer source = x.bytes();
    ByteBuffer out = Tensor.allocate(target, size);
    boolean doubles = x.dtype().isFloating() || (x.dtype() == DType.UINT64 && target.isFloating());
    double[] values = new double[doubles ? Math.min(size, ElementArrays.CHUNK) : 0];
    long[] whole = new long[doubles ? 0 : Math.min(size, ElementArrays.CHUNK)];
    for (int at = 0; at < size; at += ElementArrays.CHUNK) {
      int count = Math.min(ElementArrays.CHUNK, size - at);
      if (doubles) {
        ElementArrays.read(x.dtype(), source, at, values, 0, count);
        ElementArrays.write(target, out, at, values, count);
      } else {
        ElementArrays.read(x.dtype(), source, at, whole, 0, count);
        ElementArrays.write(target, out, at, whole, count);
      }
    }
    return Tensor.of(target, x.shape(), out);
  }
}
