package dev.tenon.lifting.recurrent;

import dev.tenon.ir.shape.Dim;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.recurrent.Bidirectional;
import dev.tenon.layers.recurrent.GRU;
import dev.tenon.layers.recurrent.LSTM;
import dev.tenon.layers.recurrent.Rnn;
import dev.tenon.layers.recurrent.SimpleRNN;
import dev.tenon.lifting.axes.AxisLayout;
import dev.tenon.lifting.axes.ElementaryAxis;
import dev.tenon.lifting.masking.StepMask;
import dev.tenon.lifting.walk.LayerChain;
import dev.tenon.lifting.walk.LiftContext;
import dev.tenon.lifting.walk.MaskedLayers;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Recognises two recurrent layers that walk one sequence both ways, and whose results are joined.
 */
public final class BidirectionalMatcher {
  private BidirectionalMatcher() {}

  /** Returns the result of a Bidirectional layer; null where the operands are none of one. */
  public static @Nullable AxisLayout join(LiftContext site, List<AxisLayout> operands, int axis) {
    if (operands.size() != 2) {
      return null;
    }
    AxisLayout there = operands.get(0);
    AxisLayout back = operands.get(1);
    AxisLayout whole = whole(site, there, back, axis);
    if (whole != null) {
      return whole;
    }
    LayerChain.Made forward = site.layers().made(there.tensor());
    LayerChain.Made backward = site.layers().made(back.tensor());
    if (forward == null
        || backward == null
        || forward.inputs().get(0) != backward.inputs().get(0)
        || forward.inputs().size() != backward.inputs().size()
        || axis != there.rank() - 1
        || !matches(there, back)
        || !Objects.equals(forward.mask(), backward.mask())
        || !turned(backward.node().layer(), forward.node().layer())) {
      return null;
    }
    List<Tensor> weights = new ArrayList<>(forward.weights());
    weights.addAll(backward.weights());
    StepMask mask = forward.mask();
    Layer<?> layer = forward.node().layer();
    if (layer instanceof Rnn<?> rnn) {
      if (mask != null && rnn.returnSequences() != rnn.zeroOutputForMask()) {
        return null;
      }
      // The layer around them sees to that itself.
      layer = rnn.zeroing(false);
    }
    String inner = layer instanceof SimpleRNN ? "simple_rnn" : layer.className();
    Bidirectional both =
        Bidirectional.DEFAULTS.layer(new LayerNode(inner.toLowerCase(Locale.ROOT), layer));
    List<KerasTensor> inputs = new ArrayList<>(forward.inputs());
    inputs.addAll(backward.inputs().subList(1, backward.inputs().size()));
    KerasTensor output =
        mask == null
            ? site.layers().applyAll(both, site.name(), inputs, weights).get(0)
            : MaskedLayers.apply(site, both, inputs, mask, weights).get(0);
    List<ElementaryAxis> wide =
        ElementaryAxis.axis(Dim.of(2).times(ElementaryAxis.product(there.seen().get(axis))));
    return new AxisLayout(
        output,
        AxisLayout.replaced(there.axes(), there.axes().size() - 1, wide),
        AxisLayout.replaced(there.seen(), axis, wide));
  }

  /** Returns the value that was cut into both ways, where they are joined as they were. */
  private static @Nullable AxisLayout whole(
      LiftContext site, AxisLayout there, AxisLayout back, int axis) {
    LayerChain.Half first = site.layers().half(there.tensor());
    LayerChain.Half second = site.layers().half(back.tensor());
    if (first == null
        || second == null
        || !first.whole().equals(second.whole())
        || first.axis() != second.axis()
        || first.entry() != 0
        || second.entry() != 1
        || axis != there.rank() - 1
        || !there.seen().equals(back.seen())) {
      return null;
    }
    List<ElementaryAxis> joined = new ArrayList<>(List.of(first.axis()));
    joined.addAll(there.seen().get(axis));
    List<List<ElementaryAxis>> axes = first.whole().axes();
    if (!axes.get(axes.size() - 1).equals(joined)) {
      return null;
    }
    return first.whole().seenAs(AxisLayout.replaced(there.seen(), axis, joined));
  }

  /** Says whether both are seen alike, and all but the last axis are the same entries. */
  private static boolean matches(AxisLayout there, AxisLayout back) {
    int rank = there.rank();
    return back.rank() == rank
        && there.axes().size() == back.axes().size()
        && there.seen().subList(0, rank - 1).equals(back.seen().subList(0, rank - 1))
        && there.axes().get(there.axes().size() - 1).equals(there.seen().get(rank - 1))
        && back.axes().get(back.axes().size() - 1).equals(back.seen().get(rank - 1));
  }

  /** Says whether a layer is another one that walks backwards. */
  private static boolean turned(Layer<?> backward, Layer<?> forward) {
    if (backward instanceof LSTM lstm && lstm.goBackwards() && !lstm.returnState()) {
      return lstm.turned().equals(forward);
    }
    if (backward instanceof GRU gru && gru.goBackwards() && !gru.returnState()) {
      return gru.turned().equals(forward);
    }
    return backward instanceof SimpleRNN rnn
        && rnn.goBackwards()
        && !rnn.returnState()
        && rnn.turned().equals(forward);
  }
}
