package dev.tenon.ir.pass;

import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The effect of Reshape on a tensor with permuted axes. */
public final class Reshapes {
  private Reshapes() {}

  /**
   * Returns the int64 operand that takes one shape to another, or null if more than one length is
   * open.
   */
  public static long @Nullable [] lengths(Shape from, Shape to) {
    long[] lengths = new long[to.rank()];
    int copied = -1;
    int copies = 0;
    int open = 0;
    for (int i = 0; i < lengths.length; i++) {
      Dim dim = to.dim(i);
      if (dim.isKnown()) {
        lengths[i] = dim.orMinusOne();
        if (lengths[i] == 0) {
          return null;
        }
      } else if (i < from.rank() && from.dim(i).equals(dim)) {
        copied = i;
        copies++;
      } else {
        lengths[i] = -1;
        open++;
      }
    }
    if (open == 0 && copies == 1) {
      // A single copied length is as well what is left; -1 is the form every runtime likes.
      lengths[copied] = -1;
    }
    return open > 1 ? null : lengths;
  }

  /** Some axes that become some other axes, apart from all the rest. */
  private record Group(List<Integer> from, List<Integer> to) {}

  /**
   * Returns the order of the result's axes for an input with permuted axes, so that no element
   * moves; null if none exists.
   *
   * @param from the input's shape in plain order
   * @param to the result's shape in plain order
   * @param order the order of the input's axes
   */
  public static @Nullable Order order(Shape from, Shape to, Order order) {
    List<Group> groups = groups(from, to);
    if (groups == null) {
      return null;
    }
    // Where each group starts among the moved axes that are longer than one.
    List<Integer> long1 = new ArrayList<>();
    for (long axis : order.axes()) {
      if (from.length((int) axis) != 1) {
        long1.add((int) axis);
      }
    }
    record Placed(double place, Group group) {}
    List<Placed> placed = new ArrayList<>();
    double place = -1;
    for (Group group : groups) {
      List<Integer> axes = group.from.stream().filter(a -> from.length(a) != 1).toList();
      if (!axes.isEmpty()) {
        int start = long1.indexOf(axes.get(0));
        for (int i = 0; i < axes.size(); i++) {
          if (start + i >= long1.size() || !long1.get(start + i).equals(axes.get(i))) {
            return null;
          }
        }
        place = start;
      }
      placed.add(new Placed(place, group));
    }
    placed.sort(Comparator.comparingDouble(Placed::place));
    List<Long> axes = new ArrayList<>();
    placed.forEach(p -> p.group.to.forEach(axis -> axes.add((long) axis)));
    return new Order(axes);
  }

  private static @Nullable List<Group> groups(Shape from, Shape to) {
    List<Group> groups = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < from.rank() || j < to.rank()) {
      if (i < from.rank() && j < to.rank() && from.dim(i).equals(to.dim(j))) {
        groups.add(new Group(List.of(i++), List.of(j++)));
      } else if (i < from.rank() && from.length(i) == 1) {
        groups.add(new Group(List.of(i++), List.of()));
      } else if (j < to.rank() && to.length(j) == 1) {
        groups.add(new Group(List.of(), List.of(j++)));
      } else {
        List<Integer> left = new ArrayList<>();
        List<Integer> right = new ArrayList<>();
        long a = 1;
        long b = 1;
        while (left.isEmpty() || right.isEmpty() || a != b) {
          boolean takeLeft = left.isEmpty() || (!right.isEmpty() && a < b);
          if (takeLeft ? i >= from.rank() : j >= to.rank()) {
            return null;
          }
          long length = takeLeft ? from.length(i) : to.length(j);
          if (length <= 0) {
            return null;
          }
          if (takeLeft) {
            left.add(i++);
            a *= length;
          } else {
            right.add(j++);
            b *= length;
          }
        }
        groups.add(new Group(left, right));
      }
    }
    return groups;
  }
}
