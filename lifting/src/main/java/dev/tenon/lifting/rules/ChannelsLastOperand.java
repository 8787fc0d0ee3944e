package dev.tenon.lifting.rules;

import dev.tenon.ir.op.Spatial;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.lifting.axes.AxisLayout;
import dev.tenon.lifting.walk.LiftContext;

/** The operand of an operator on images with its channels last. */
public record ChannelsLastOperand(KerasTensor tensor, Shape area, boolean channelsLast) {
  /** Returns the axes of the operand in the order in which they lie. */
  int[] order() {
    return order(tensor.shape().rank(), channelsLast);
  }

  /** Returns the first operand of a node, channels last. */
  static ChannelsLastOperand of(LiftContext site, Spatial operator) {
    AxisLayout x = site.held(0);
    int[] order = order(x.rank(), operator.channelsLast());
    KerasTensor tensor = site.layers().moves().inOrder(x, order, site.name());
    Shape area = tensor.shape().sub(1, x.rank() - 1);
    return new ChannelsLastOperand(tensor, area, operator.channelsLast());
  }

  /** Returns the axes of a value with its channels last. */
  static int[] order(int rank, boolean channelsLast) {
    int[] order = new int[rank];
    for (int i = 0; i < rank; i++) {
      order[i] = channelsLast || i == 0 ? i : i == rank - 1 ? 1 : i + 1;
    }
    return order;
  }

  /** Returns the lengths of a result's spatial axes. */
  static Shape area(LiftContext site, Spatial operator) {
    Shape shape = site.shape();
    return shape.ranked() ? operator.spatial(shape) : Shape.unknownRank();
  }
}
