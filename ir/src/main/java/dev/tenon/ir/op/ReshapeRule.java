package dev.tenon.ir.op;

import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import java.util.ArrayList;
import java.util.List;

/** The shape that Reshape gives. */
final class ReshapeRule {
  private ReshapeRule() {}

  static Shape apply(Shape from, long[] target, boolean allowZero) {
    List<Dim> dims = new ArrayList<>();
    int open = -1;
    for (int i = 0; i < target.length; i++) {
      if (target[i] == -1) {
        open = i;
        dims.add(Dim.unknown());
      } else if (target[i] == 0 && !allowZero) {
        dims.add(from.ranked() ? from.dim(i) : Dim.unknown());
      } else {
        dims.add(Dim.of(target[i]));
      }
    }
    if (open >= 0 && from.ranked()) {
      dims.set(open, rest(from, dims, open));
    } else if (from.isKnown()
        && Shape.of(dims).isKnown()
        && from.size().orMinusOne() != Shape.of(dims).size().orMinusOne()) {
      throw new IllegalArgumentException("cannot reshape " + from + " to " + Shape.of(dims));
    }
    return Shape.of(dims);
  }

  /** Returns the result's shape with its one unknown length, where that follows from x's. */
  static Shape complete(Shape from, Shape to) {
    int open = -1;
    for (int i = 0; i < to.rank(); i++) {
      if (to.dim(i) instanceof Dim.Unknown && !from.dims().contains(to.dim(i))) {
        if (open >= 0) {
          return to;
        }
        open = i;
      }
    }
    try {
      return open < 0 ? to : to.with(open, rest(from, to.dims(), open));
    } catch (IllegalArgumentException | ArithmeticException e) {
      // Lengths that do not go into each other: the run will say so.
      return to;
    }
  }

  /** Divides what is left of {@code from} by the given lengths, striking out equal symbols. */
  private static Dim rest(Shape from, List<Dim> dims, int open) {
    List<Dim> numerator = new ArrayList<>(from.dims());
    long divisor = 1;
    for (int i = 0; i < dims.size(); i++) {
      Dim dim = dims.get(i);
      if (i == open || numerator.remove(dim)) {
        continue;
      }
      if (!dim.isKnown()) {
        return Dim.unknown();
      }
      divisor *= dim.orMinusOne();
    }
    Dim product = Shape.of(numerator).size();
    if (divisor == 0) {
      return Dim.of(0);
    }
    if (product.isKnown() && product.orMinusOne() % divisor != 0) {
      throw new IllegalArgumentException("cannot reshape " + from + " to " + dims);
    }
    return product.floorDiv(divisor);
  }
}
