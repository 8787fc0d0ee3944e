package dev.tenon.lifting.walk;

import dev.tenon.lifting.axes.Held;
import dev.tenon.lifting.axes.NoLayer;
import java.util.List;

/** Chooses how the axes of operands lie that a layer reads together. */
public final class Orders {
  private Orders() {}

  /** Returns the order in which the first operand lies that has one, else the batch first. */
  public static int[] common(Site site, List<Held> operands) {
    for (Held x : operands) {
      int[] order = x.order();
      if (order != null && x.rank() > 2) {
        return order;
      }
    }
    for (Held x : operands) {
      if (x.seen().contains(List.of(site.batch()))) {
        return batchFirst(site, x);
      }
    }
    throw new NoLayer("mixes samples: no axis of its operands is the batch by itself");
  }

  /** Returns the value's own order, with the batch taken to the front. */
  public static int[] batchFirst(Site site, Held x) {
    int batch = site.layers().batchAxis(x);
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
  public static Held along(Site site, Held x, int axis) {
    if (x.positionOf(axis) >= 0) {
      return x;
    }
    int[] order = batchFirst(site, x);
    return Held.reordered(site.layers().inOrder(x, order, site.name()), x, order);
  }
}
