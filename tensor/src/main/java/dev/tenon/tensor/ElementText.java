package dev.tenon.tensor;

import java.util.Arrays;

/** How the elements of one array are written, so that their columns have the same width. */
@FunctionalInterface
interface ElementText {
  /** Returns the text of the element at a row-major index. */
  String of(long index);

  /** The indices of elements that are shown. */
  final class Shown {
    private long[] indices = new long[16];
    private int count;

    void add(long index) {
      if (count == indices.length) {
        indices = Arrays.copyOf(indices, 2 * count);
      }
      indices[count++] = index;
    }

    long[] toArray() {
      return Arrays.copyOf(indices, count);
    }
  }

  /** Returns what writes the elements of a tensor, of which these are shown. */
  static ElementText of(Tensor tensor, long[] shown) {
    DType type = tensor.dtype();
    if (type == DType.STRING) {
      return index -> PythonText.quoted(tensor.getString(index));
    }
    if (type.isFloating()) {
      return FloatText.of(tensor, shown);
    }
    int width = 0;
    for (long index : shown) {
      // NumPy makes room for False everywhere.
      int length = type == DType.BOOL ? "False".length() : whole(tensor, index).length();
      width = Math.max(width, length);
    }
    int column = width;
    return index -> padded(whole(tensor, index), column);
  }

  /** Returns the text of a tensor without axes. */
  static String scalar(Tensor tensor) {
    DType type = tensor.dtype();
    if (type == DType.STRING) {
      return tensor.getString(0);
    }
    return type.isFloating() ? FloatText.scalar(type, tensor.getDouble(0)) : whole(tensor, 0);
  }

  static String padded(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }

  private static String whole(Tensor tensor, long index) {
    return switch (tensor.dtype()) {
      case BOOL -> tensor.getLong(index) != 0 ? "True" : "False";
      case UINT64 -> Long.toUnsignedString(tensor.getLong(index));
      default -> Long.toString(tensor.getLong(index));
    };
  }
}
