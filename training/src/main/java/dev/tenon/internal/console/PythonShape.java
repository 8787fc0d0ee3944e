package dev.tenon.internal.console;

import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import java.util.stream.Collectors;

/** Formats shapes as Python does: an open length is {@code None}. */
public final class PythonShape {
  private PythonShape() {}

  /** Returns a tuple: {@code (None, 10)}, or {@code (None,)} for a single length. */
  public static String of(Shape shape) {
    String dims = dims(shape);
    return !shape.ranked() ? dims : shape.rank() == 1 ? "(" + dims + ",)" : "(" + dims + ")";
  }

  /** Returns the shape as Keras' summary writes it, without a comma after a single length. */
  public static String inTable(Shape shape) {
    return shape.ranked() ? "(" + dims(shape) + ")" : "?";
  }

  private static String dims(Shape shape) {
    if (!shape.ranked()) {
      return "?";
    }
    return shape.dims().stream()
        .map(dim -> dim instanceof Dim.Known known ? Long.toString(known.value()) : "None")
        .collect(Collectors.joining(", "));
  }
}
