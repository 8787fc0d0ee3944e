package dev.tenon.lifting.axes;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;

/** Holds every tensor that stands for a value to the value's type and axes. */
public final class AxisLayoutCheck {
  private AxisLayoutCheck() {}

  /**
   * Compares a value with where it is held.
   *
   * @throws NoLayer where its element type, its number of axes or a known length is another
   */
  public static void check(Value value, AxisLayout held) {
    if (held.tensor().dtype() != value.dtype()) {
      throw new NoEquivalentLayerException(
          "gives " + value.dtype() + ", and what was found for it " + held.tensor().dtype());
    }
    Shape shape = value.shape();
    if (!shape.ranked()) {
      return;
    }
    boolean same = shape.rank() == held.rank();
    for (int i = 0; same && i < shape.rank(); i++) {
      Dim length = held.length(i);
      same = !length.isKnown() || !shape.dim(i).isKnown() || length.equals(shape.dim(i));
    }
    if (!same) {
      throw new NoEquivalentLayerException(
          "gives " + shape + ", and what was found for it " + held.seen());
    }
  }
}
