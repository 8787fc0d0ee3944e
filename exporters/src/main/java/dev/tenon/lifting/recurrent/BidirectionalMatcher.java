package dev.tenon.lifting.recurrent;

import dev.tenon.ir.layer.KerasTensor;
import dev.tenon.ir.layer.Layer;
import dev.tenon.ir.layer.LayerNode;
import dev.tenon.ir.shape.Dim;
import dev.tenon.layers.recurrent.Bidirectional;
import dev.tenon.layers.recurrent.GRU;
import dev.tenon.layers.recurrent.LSTM;
import dev.tenon.layers.recurrent.Rnn;
import dev.tenon.layers.recurrent.SimpleRNN;
import dev.tenon.lifting.axes.Atom;
import dev.tenon.lifting.axes.Held;
import dev.tenon.lifting.masking.StepMask;
import dev.tenon.lifting.walk.LayerChain;
import dev.tenon.lifting.walk.MaskedLayers;
import dev.tenon.lifting.walk.Site;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Recognises two recurrent layers that walk one sequence both ways, and whose results are joined.
 */
public final class BothWays {
  private BothWays() {}

  /** Returns the result of a Bidirectional layer; null where the operands are none of one. */
  public static @Nullable Held join(Site site, List<Held> operands, int axis) {
    if (operands.size() != 2) {
      return null;
    }
    Held there = operands.get(0);
    Held back = operands.get(1);
    Held whole = whole(site, there, back, axis);
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
    String inner = layer.className().equals("SimpleRNN") ? "simple_rnn" : layer.className();
    Bidirectional both =
        Bidirectional.DEFAULTS.withLayer(new LayerNode(inner.toLowerCase(Locale.ROOT), layer));
    List<KerasTensor> inputs = new ArrayList<>(forward.inputs());
    inputs.addAll(backward.inputs().subList(1, backward.inputs().size()));
    KerasTensor output =
        mask == null
            ? site.layers().applyAll(both, site.name(), inputs, weights).get(0)
            : MaskedLayers.apply(site, both, inputs, mask, weights).get(0);
    List<Atom> wide = Atom.axis(Dim.of(2).times(Atom.product(there.seen().get(axis))));
    List<List<Atom>> axes = new ArrayList<>(there.axes());
    axes.set(axes.size() - 1, wide);
    List<List<Atom>> seen = new ArrayList<>(there.seen());
    seen.set(axis, wide);
    return new Held(output, axes, seen);
  }

  /** Returns the value that was cut into both ways, where they are joined as they were. */
  private static @Nullable Held whole(Site site, Held there, Held back, int axis) {
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
    List<Atom> joined = new ArrayList<>(List.of(first.axis()));
    joined.addAll(there.seen().get(axis));
    List<List<Atom>> axes = first.whole().axes();
    if (!axes.get(axes.size() - 1).equals(joined)) {
      return null;
    }
    List<List<Atom>> seen = new ArrayList<>(there.seen());
    seen.set(axis, joined);
    return first.whole().seenAs(seen);
  }

  /** Says whether both are seen alike, and all but the last axis are the same entries. */
  private static boolean matches(Held there, Held back) {
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
