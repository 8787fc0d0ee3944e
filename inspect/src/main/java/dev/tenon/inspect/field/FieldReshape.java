package dev.tenon.inspect.field;

import dev.tenon.ir.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Says what a place sees where axes are joined and cut: (height, width, 2 · channels) as (height,
 * width, 2, channels), or the places of an image in one row.
 */
final class FieldReshape {
  private final Field field;
  private final Shape in;
  private final Shape out;
  private final List<InputSpan> sights;
  private final List<Integer> dims;

  private FieldReshape(Field field, Shape in, Shape out) {
    this.field = field;
    this.in = in;
    this.out = out;
    this.sights = new ArrayList<>(field.sights());
    this.dims = new ArrayList<>(field.dims());
  }

  static Field after(Field field, Shape in, Shape out) {
    FieldReshape reshape = new FieldReshape(field, in, out);
    reshape.groups();
    return new Field(reshape.sights, reshape.dims);
  }

  /** Finds, from the last axes on, which of them hold the same elements on both sides. */
  private void groups() {
    int i = in.rank();
    int j = out.rank();
    while (i > 0 && j > 0) {
      int from = i - 1;
      int to = j - 1;
      long one = in.length(from);
      long two = out.length(to);
      boolean same = in.dim(from).equals(out.dim(to));
      while (!same && one != two && one >= 0 && two >= 0) {
        if (one < two) {
          from--;
          one = from < 0 || in.length(from) < 0 ? -1 : one * in.length(from);
        } else {
          to--;
          two = to < 0 || out.length(to) < 0 ? -1 : two * out.length(to);
        }
      }
      if (!same && (one < 0 || two < 0)) {
        break;
      }
      group(longer(in, from, i), longer(out, to, j), from, i);
      i = from;
      j = to;
    }
    if (i > 0) {
      group(longer(in, 0, i), longer(out, 0, j), 0, i);
    }
  }

  private static List<Integer> longer(Shape shape, int from, int end) {
    return IntStream.range(from, end).filter(axis -> shape.length(axis) != 1).boxed().toList();
  }

  /**
   * Places the sights that move along some axes on the axes which take their place.
   *
   * @param old the axes of more than one place
   * @param now those of the result
   */
  private void group(List<Integer> old, List<Integer> now, int from, int end) {
    List<Integer> carried = new ArrayList<>();
    for (int i = 0; i < sights.size(); i++) {
      int dim = field.dims().get(i);
      if (dim >= from && dim < end && old.contains(dim)) {
        carried.add(i);
      } else if (dim >= from && dim < end) {
        set(i, sights.get(i).only(0), -1);
      }
    }
    if (carried.isEmpty()) {
      return;
    }
    if (now.size() == 1 && old.size() == 1) {
      carried.forEach(i -> set(i, sights.get(i), now.get(0)));
    } else if (now.size() == 1) {
      join(carried, old, now.get(0));
    } else if (old.size() == 1) {
      cut(carried, now);
    } else {
      carried.forEach(i -> set(i, sights.get(i).everything(), -1));
    }
  }

  private void set(int i, InputSpan sight, int dim) {
    sights.set(i, sight);
    dims.set(i, sight.isWhole() ? -1 : dim);
  }

  /** Returns how many elements the axes after the first of some hold; negative where it is open. */
  private static long inner(Shape shape, List<Integer> axes) {
    long inner = 1;
    for (int axis : axes.subList(Math.min(1, axes.size()), axes.size())) {
      inner = inner < 0 || shape.length(axis) < 0 ? -1 : inner * shape.length(axis);
    }
    return inner;
  }

  /** Several axes become one. */
  private void join(List<Integer> carried, List<Integer> old, int now) {
    long times = inner(in, old);
    boolean outermost =
        carried.size() == 1 && field.dims().get(carried.get(0)).equals(old.get(0)) && times > 0;
    for (int i : carried) {
      InputSpan sight = sights.get(i);
      long length = in.length(field.dims().get(i));
      set(i, outermost ? sight.repeat(times) : sight.unordered(length), now);
    }
  }

  /** One axis becomes several: what was joined before has its own again, else windows are cut. */
  private void cut(List<Integer> carried, List<Integer> now) {
    InputSpan first = sights.get(carried.get(0));
    long side = inner(out, now);
    if (carried.size() == 1 && first.isOrdered() && side > 0) {
      set(carried.get(0), first.slide(side, side, 1, 0), now.get(0));
      return;
    }
    int next = 0;
    for (int i : carried) {
      InputSpan found = null;
      while (next < now.size() && found == null) {
        found = sights.get(i).ordered(out.length(now.get(next)));
        next++;
      }
      set(
          i,
          found == null ? sights.get(i).everything() : found,
          found == null ? -1 : now.get(next - 1));
    }
  }
}
