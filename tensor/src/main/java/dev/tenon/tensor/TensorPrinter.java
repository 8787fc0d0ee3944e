package dev.tenon.tensor;

/**
 * Writes a tensor as NumPy's {@code str} writes an array: columns under each other, lines of at
 * most 75 characters, and dots in place of the middle where there are over a thousand elements.
 */
final class TensorPrinter {
  private static final int THRESHOLD = 1000;
  private static final int EDGE = 3;
  private static final int LINE = 75;
  private static final String DOTS = "...";

  private final Tensor tensor;
  private final long[] strides;
  private final boolean shorten;
  private final ElementText text;

  private TensorPrinter(Tensor tensor) {
    this.tensor = tensor;
    this.strides = TensorShapes.strides(tensor.shape());
    this.shorten = tensor.size() > THRESHOLD;
    ElementText.Shown shown = new ElementText.Shown();
    collect(0, 0, shown);
    this.text = ElementText.of(tensor, shown.toArray());
  }

  static String print(Tensor tensor) {
    if (tensor.rank() == 0) {
      return ElementText.scalar(tensor);
    }
    if (tensor.size() == 0) {
      return "[]";
    }
    TensorPrinter printer = new TensorPrinter(tensor);
    return printer.array(0, 0);
  }

  private boolean isShortened(int axis) {
    return shorten && tensor.dim(axis) > 2 * EDGE;
  }

  /** Collects where the elements lie that are shown: they alone decide how wide a column is. */
  private void collect(int axis, long offset, ElementText.Shown shown) {
    if (axis == tensor.rank()) {
      shown.add(offset);
      return;
    }
    long length = tensor.dim(axis);
    for (long i = 0; i < length; i++) {
      if (isShortened(axis) && i == EDGE) {
        i = length - EDGE;
      }
      collect(axis + 1, offset + i * strides[axis], shown);
    }
  }

  private String array(int axis, long offset) {
    return axis == tensor.rank() - 1 ? row(axis, offset) : block(axis, offset);
  }

  /** Writes arrays below each other, with an empty line more for each axis that they have. */
  private String block(int axis, long offset) {
    String between = "\n".repeat(tensor.rank() - 1 - axis) + " ".repeat(axis + 1);
    StringBuilder out = new StringBuilder("[");
    long length = tensor.dim(axis);
    for (long i = 0; i < length; i++) {
      if (i > 0) {
        out.append(between);
      }
      if (isShortened(axis) && i == EDGE) {
        out.append(DOTS).append(between);
        i = length - EDGE;
      }
      out.append(array(axis + 1, offset + i * strides[axis]));
    }
    return out.append(']').toString();
  }

  /** Writes elements behind each other, on as many lines as they need. */
  private String row(int axis, long offset) {
    // Each line begins below the first element, and leaves room for the brackets that follow.
    String indent = " ".repeat(axis + 1);
    int width = LINE - axis - 1;
    StringBuilder out = new StringBuilder();
    StringBuilder line = new StringBuilder(indent);
    long length = tensor.dim(axis);
    for (long i = 0; i < length; i++) {
      if (isShortened(axis) && i == EDGE) {
        word(out, line, indent, width, DOTS);
        i = length - EDGE;
      }
      word(out, line, indent, width, text.of(offset + i));
    }
    out.append(line);
    return "[" + out.substring(indent.length()) + "]";
  }

  private static void word(
      StringBuilder out, StringBuilder line, String indent, int width, String word) {
    boolean first = line.length() == indent.length();
    // A separator belongs to the line before.
    int taken = line.length() + (first ? 0 : 1);
    if (!first && taken + word.length() > width) {
      out.append(line.toString().stripTrailing()).append('\n');
      line.setLength(0);
      line.append(indent);
    } else if (!first) {
      line.append(' ');
    }
    line.append(word);
  }
}
