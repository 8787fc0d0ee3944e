package dev.tenon.lifting.walk;

import dev.tenon.lifting.axes.AxisLayout;
import dev.tenon.lifting.axes.NoEquivalentLayerException;
import java.util.List;

/** Chooses how the axes of operands lie that a layer reads together. */
public final class Orders {
  private Orders() {}

  /** Returns the order in which the first operand lies that has one, else the batch first. */
  public static int[] common(LiftContext site, List<AxisLayout> operands) {
    for (AxisLayout x : operands) {
      int[] order = x.order();
      if (order != null && x.rank() > 2) {
        return order;
      }
    }
    for (AxisLayout x : operands) {
      if (x.seen().contains(List.of(site.batch()))) {
        return batchFirst(site, x);
      }
    }
    throw new NoEquivalentLayerException(
        "mixes samples: no axis of its operands is the batch by itself");
  }

  /** Returns the value's own order, with the batch taken to the front. */
  public static int[] batchFirst(LiftContext site, AxisLayout x) {
    int batch = site.layers().moves().batchAxis(x);
    int[] order = new int[x.rank()];
    order[0] = batch;
    int at = 1;
    for (int i = 0; i < order.length; i++) {
      if (i != batch) {
        order[at++] = i;
      }
    }
    return order;
  }

  /** Returns the value in such a way that one of its axes is an axis of the tensor. */
  public static AxisLayout along(LiftContext site, AxisLayout x, int axis) {
    if (x.positionOf(axis) >= 0) {
      return x;
    }
    int[] order = batchFirst(site, x);
    return AxisLayout.reordered(site.layers().moves().inOrder(x, order, site.name()), x, order);
  }
}
