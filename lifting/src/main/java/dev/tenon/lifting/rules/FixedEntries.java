package dev.tenon.lifting.rules;

import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.shape.Dim;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.lifting.axes.AxisLayout;
import dev.tenon.lifting.axes.ElementaryAxis;
import dev.tenon.lifting.axes.NoEquivalentLayerException;
import dev.tenon.lifting.walk.FixedNumbers;
import dev.tenon.lifting.walk.LiftContext;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes fixed entries that are joined to a sequence, such as the class token of a vision
 * transformer: zeros are added at that end, and then the entries.
 */
final class FixedEntries {
  private FixedEntries() {}

  /** Writes a Concat of a sequence (batch, time, n) and fixed entries; says whether it is one. */
  static boolean join(LiftContext site) {
    if (site.node().inputs().size() != 2) {
      return false;
    }
    for (int side = 0; side < 2; side++) {
      Tensor entries = entries(site, site.value(side));
      if (entries != null && entries(site, site.value(1 - side)) == null) {
        write(site, site.held(1 - side), entries, side == 0);
        return true;
      }
    }
    return false;
  }

  /** Returns entries that are the same for every sample and in every run, (1, time, n). */
  private static @Nullable Tensor entries(LiftContext site, Value value) {
    Tensor constant = value.constant();
    OperatorNode node = site.producer(value, Movement.Expand.class);
    if (constant == null && node != null) {
      constant = node.input(0).constant();
    }
    return constant != null && constant.rank() == 3 && constant.dim(0) == 1 ? constant : null;
  }

  private static void write(LiftContext site, AxisLayout x, Tensor entries, boolean front) {
    int axis = x.axis(site.operator(Movement.Concat.class).axis());
    long length = x.rank() == 3 ? x.length(1).orMinusOne() : -1;
    long width = entries.dim(2);
    if (axis != 1 || length < 0 || x.length(2).orMinusOne() != width) {
      throw new NoEquivalentLayerException(
          "joins fixed entries to something other than a sequence of known length");
    }
    KerasTensor sequence = site.layers().moves().plain(x, site.name());
    long more = entries.dim(1);
    KerasTensor padded =
        Pads.padded(
            site.layers(),
            sequence,
            site.name(),
            List.of(front ? more : 0L),
            List.of(front ? 0L : more));
    Tensor.Writer terms =
        new Tensor.Writer(DType.FLOAT32, Math.toIntExact((length + more) * width));
    long first = front ? 0 : length * width;
    for (int i = 0; i < entries.size(); i++) {
      terms.set(Math.toIntExact(first + i), entries.getDouble(i));
    }
    List<List<ElementaryAxis>> axes =
        AxisLayout.replaced(x.seen(), 1, ElementaryAxis.axis(Dim.of(length + more)));
    AxisLayout wide = new AxisLayout(padded, axes, axes);
    FixedNumbers.apply(site, wide, null, terms.build(1, length + more, width));
  }
}
