package dev.tenon.tensor;

import java.util.Locale;

/** Writes a tensor as NumPy prints an array: brackets, and dots where it would be long. */
final class TensorPrinter {
  private static final int THRESHOLD = 1000;
  private static final int EDGE = 3;

  private final Tensor tensor;
  private final boolean shorten;
  private final StringBuilder out = new StringBuilder();

  private TensorPrinter(Tensor tensor) {
    this.tensor = tensor;
    this.shorten = tensor.size() > THRESHOLD;
  }

  static String print(Tensor tensor) {
    TensorPrinter printer = new TensorPrinter(tensor);
    printer.print(0, 0);
    return printer.out
        + (tensor.rank() == 0 ? " (" : "\n(")
        + tensor.dtype().numpyName()
        + ", shape "
        + tensor.shapeString()
        + ")";
  }

  private void print(int axis, long offset) {
    if (axis == tensor.rank()) {
      out.append(element(offset));
      return;
    }
    long length = tensor.dim(axis);
    long stride = 1;
    for (int i = axis + 1; i < tensor.rank(); i++) {
      stride *= tensor.dim(i);
    }
    boolean last = axis == tensor.rank() - 1;
    out.append('[');
    for (long i = 0; i < length; i++) {
      if (i > 0) {
        out.append(last ? " " : "\n" + " ".repeat(axis + 1));
      }
      if (shorten && length > 2 * EDGE && i == EDGE) {
        out.append("...");
        i = length - EDGE - 1;
        continue;
      }
      print(axis + 1, offset + i * stride);
    }
    out.append(']');
  }

  private String element(long index) {
    DType type = tensor.dtype();
    if (type == DType.STRING) {
      return "'" + tensor.getString(index) + "'";
    }
    if (type == DType.BOOL) {
      return tensor.getLong(index) != 0 ? "True" : "False";
    }
    if (type == DType.UINT64) {
      return Long.toUnsignedString(tensor.getLong(index));
    }
    if (type.isInteger()) {
      return Long.toString(tensor.getLong(index));
    }
    return number(tensor.getDouble(index));
  }

  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    double magnitude = Math.abs(value);
    if (magnitude != 0 && (magnitude < 1e-4 || magnitude >= 1e8)) {
      return String.format(Locale.ROOT, "%.7e", value);
    }
    String text = String.format(Locale.ROOT, "%.7f", value).replaceAll("0+$", "");
    return text;
  }
}
