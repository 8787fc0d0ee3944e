package dev.tenon.lifting.axes;

import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.KerasTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a value of the graph is found: in which tensor of the layers, and how its axes lie there.
 *
 * @param tensor the tensor; its first axis is the batch
 * @param axes the elementary axes of each axis of the tensor; none where the length is 1
 * @param seen the elementary axes of each axis of the value
 */
public record AxisLayout(
    KerasTensor tensor, List<List<ElementaryAxis>> axes, List<List<ElementaryAxis>> seen) {
  public AxisLayout {
    axes = copy(axes);
    seen = copy(seen);
    if (flat(axes).stream().distinct().count() != flat(axes).size()
        || flat(seen).stream().distinct().count() != flat(seen).size()) {
      throw new IllegalStateException("an atom lies twice in " + axes + " or " + seen);
    }
  }

  private static List<List<ElementaryAxis>> copy(List<List<ElementaryAxis>> groups) {
    return groups.stream().map(List::copyOf).toList();
  }

  /**
   * Returns a tensor that holds a value with its axes in some order.
   *
   * @param shape the value's shape, as far as it is known
   * @param order axis k of the tensor is axis {@code order[k]} of the value; the first is the batch
   */
  public static AxisLayout inOrder(
      KerasTensor tensor, Shape shape, int[] order, ElementaryAxis batch) {
    List<List<ElementaryAxis>> axes = new ArrayList<>();
    List<List<ElementaryAxis>> seen = new ArrayList<>(Collections.nCopies(order.length, List.of()));
    for (int k = 0; k < order.length; k++) {
      Dim known = tensor.shape().dim(k);
      Dim dim = shape.ranked() && !known.isKnown() ? shape.dim(order[k]) : known;
      List<ElementaryAxis> axis = k == 0 ? List.of(batch) : ElementaryAxis.axis(dim);
      axes.add(axis);
      seen.set(order[k], axis);
    }
    return new AxisLayout(tensor, axes, seen);
  }

  /** Returns a tensor that holds a value as it is, the batch first. */
  public static AxisLayout plain(KerasTensor tensor, Shape shape, ElementaryAxis batch) {
    int[] order = new int[tensor.shape().rank()];
    Arrays.setAll(order, i -> i);
    return inOrder(tensor, shape, order, batch);
  }

  /** Returns a tensor that holds the same value with its axes in some order. */
  public static AxisLayout reordered(KerasTensor tensor, AxisLayout same, int[] order) {
    List<List<ElementaryAxis>> axes = new ArrayList<>();
    for (int axis : order) {
      axes.add(same.seen.get(axis));
    }
    return new AxisLayout(tensor, axes, same.seen);
  }

  public int rank() {
    return seen.size();
  }

  /** Returns the tensor with the value's axes seen otherwise. */
  public AxisLayout seenAs(List<List<ElementaryAxis>> other) {
    return new AxisLayout(tensor, axes, other);
  }

  /** Returns the value as it was before one of its axes was turned round, if it was. */
  public AxisLayout ahead(int axis) {
    List<ElementaryAxis> elements = seen.get(axis);
    if (elements.size() != 1 || flat(axes).contains(elements.get(0))) {
      return this;
    }
    return reversed(axis);
  }

  /** Returns the value with an axis, which is one elementary axis, turned round. */
  public AxisLayout reversed(int axis) {
    return seenAs(replaced(seen, axis, List.of(seen.get(axis).get(0).reversed())));
  }

  /** Returns axes of which one is another. */
  public static List<List<ElementaryAxis>> replaced(
      List<List<ElementaryAxis>> axes, int at, List<ElementaryAxis> by) {
    List<List<ElementaryAxis>> now = new ArrayList<>(axes);
    now.set(at, by);
    return now;
  }

  /** Returns another tensor whose axes lie as those of this one. */
  public AxisLayout with(KerasTensor other) {
    return new AxisLayout(other, axes, seen);
  }

  /** Returns the axis of the value, counted from the front. */
  public int axis(long axis) {
    int at = Math.toIntExact(axis < 0 ? axis + rank() : axis);
    if (at < 0 || at >= rank()) {
      throw new NoEquivalentLayerException("axis " + axis + " is none of its " + rank() + " axes");
    }
    return at;
  }

  /** Returns which axis of the tensor is an axis of the value, -1 where none is by itself. */
  public int positionOf(int seenAxis) {
    List<ElementaryAxis> elements = seen.get(seenAxis);
    int[] order = order();
    if (order != null) {
      for (int k = 0; k < order.length; k++) {
        if (order[k] == seenAxis) {
          return k;
        }
      }
    }
    return elements.isEmpty() ? -1 : axes.indexOf(elements);
  }

  /** Returns the value's axes in the order of the tensor's; null where they are other axes. */
  public int @Nullable [] order() {
    if (axes.size() != seen.size()) {
      return null;
    }
    int[] order = new int[axes.size()];
    boolean[] taken = new boolean[axes.size()];
    for (int k = 0; k < order.length; k++) {
      int at = -1;
      for (int i = 0; i < order.length && at < 0; i++) {
        at = !taken[i] && seen.get(i).equals(axes.get(k)) ? i : -1;
      }
      if (at < 0) {
        return null;
      }
      taken[at] = true;
      order[k] = at;
    }
    return order;
  }

  /** Returns the length of an axis of the value. */
  public Dim length(int seenAxis) {
    return ElementaryAxis.product(seen.get(seenAxis));
  }

  /** Returns the elementary axes of some axes, one after the other. */
  public static List<ElementaryAxis> flat(List<List<ElementaryAxis>> axes) {
    return axes.stream().flatMap(List::stream).toList();
  }

  /** Returns axes in which an atom is two. */
  static List<List<ElementaryAxis>> split(
      List<List<ElementaryAxis>> axes,
      ElementaryAxis whole,
      ElementaryAxis first,
      ElementaryAxis second) {
    List<List<ElementaryAxis>> result = new ArrayList<>();
    for (List<ElementaryAxis> axis : axes) {
      List<ElementaryAxis> now = new ArrayList<>();
      for (ElementaryAxis atom : axis) {
        if (atom == whole) {
          now.add(first);
          now.add(second);
        } else {
          now.add(atom);
        }
      }
      result.add(now);
    }
    return result;
  }
}
