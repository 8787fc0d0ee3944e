package dev.tenon.ir.op;

import dev.tenon.ir.graph.Inference;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;

/** The shape that Slice gives. */
final class SliceRule {
  private SliceRule() {}

  static Shape apply(Inference in) {
    Shape shape = in.shape(0);
    if (!shape.ranked()) {
      return shape;
    }
    long[] starts = in.longs(1);
    long[] ends = in.longs(2);
    long[] axes = in.longs(3);
    long[] steps = in.longs(4);
    if (starts == null
        || ends == null
        || (in.has(3) && axes == null)
        || (in.has(4) && steps == null)) {
      return Shape.ofRank(shape.rank());
    }
    for (int i = 0; i < starts.length; i++) {
      int axis = axes == null ? i : shape.axis((int) axes[i]);
      long step = steps == null ? 1 : steps[i];
      shape = shape.with(axis, length(shape.dim(axis), starts[i], ends[i], step));
    }
    return shape;
  }

  private static Dim length(Dim dim, long start, long end, long step) {
    if (!dim.isKnown()) {
      return symbolic(dim, start, end, step);
    }
    long n = dim.orMinusOne();
    long low = step > 0 ? 0 : -1;
    long high = step > 0 ? n : n - 1;
    long from = clamp(start < 0 ? start + n : start, 0, high);
    long to = clamp(end < 0 ? end + n : end, low, step > 0 ? n : n - 1);
    long distance = step > 0 ? to - from : from - to;
    return Dim.of(Math.max(0, Math.floorDiv(distance + Math.abs(step) - 1, Math.abs(step))));
  }

  private static Dim symbolic(Dim dim, long start, long end, long step) {
    boolean toEnd = end >= Integer.MAX_VALUE - 1L;
    if (step == 1 && start >= 0 && toEnd) {
      return dim.plus(-start);
    }
    if (step == 1 && start >= 0 && end < 0) {
      return dim.plus(end - start);
    }
    if (step == 1 && start < 0 && toEnd) {
      return Dim.of(-start);
    }
    if (step == -1 && start == -1 && end <= Integer.MIN_VALUE + 1L) {
      return dim;
    }
    return Dim.unknown();
  }

  private static long clamp(long value, long low, long high) {
    return Math.max(low, Math.min(high, value));
  }
}
