package dev.tenon.lifting.walk;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.recurrent.SimpleRNN;
import dev.tenon.lifting.axes.AxisLayout;
import dev.tenon.lifting.axes.ElementaryAxis;
import dev.tenon.lifting.axes.NoEquivalentLayerException;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Turns sequences round. No layer of Keras does only that, but a recurrent one that walks backwards
 * gives its entries in the order of its steps: with a unit matrix for its kernel and zeros for its
 * recurrent one, these are the entries that it reads.
 */
public final class SequenceReversal {
  private static final int WIDEST = 4096;

  private SequenceReversal() {}

  /** Returns a tensor that has its sequences in the direction of some elementary axes. */
  static AxisLayout like(
      LayerChain layers, AxisLayout held, List<ElementaryAxis> wanted, String hint) {
    AxisLayout now = held;
    for (ElementaryAxis atom : AxisLayout.flat(held.axes())) {
      if (!wanted.contains(atom) && wanted.contains(atom.reversed())) {
        now = turned(layers, now, atom, hint);
      }
    }
    if (!Set.copyOf(AxisLayout.flat(now.axes())).equals(Set.copyOf(wanted))) {
      throw new NoEquivalentLayerException("reads a sequence from its end");
    }
    return now;
  }

  private static AxisLayout turned(
      LayerChain layers, AxisLayout held, ElementaryAxis time, String hint) {
    List<List<ElementaryAxis>> axes = axes(layers, held, time);
    KerasTensor tensor = layers.moves().arrange(held, axes, hint);
    KerasTensor turned = walk(layers, tensor, true, true, hint + "_turned");
    List<List<ElementaryAxis>> now = List.of(axes.get(0), List.of(time.reversed()), axes.get(2));
    return new AxisLayout(turned, now, now);
  }

  /**
   * Returns the first or the last entry of an axis whose length is open: it is the last one that a
   * recurrent layer reads.
   */
  public static AxisLayout end(LiftContext site, AxisLayout x, int axis, boolean first) {
    List<ElementaryAxis> group = x.seen().get(axis);
    if (group.size() != 1 || group.contains(site.batch())) {
      throw new NoEquivalentLayerException(
          "takes the first or last entry of an axis of open length");
    }
    ElementaryAxis time = group.get(0);
    boolean turned = !AxisLayout.flat(x.axes()).contains(time);
    ElementaryAxis lies = turned ? time.reversed() : time;
    List<List<ElementaryAxis>> axes = axes(site.layers(), x, lies);
    KerasTensor tensor = site.layers().moves().arrange(x, axes, site.name());
    KerasTensor entry = walk(site.layers(), tensor, false, first != turned, site.name());
    List<List<ElementaryAxis>> seen = AxisLayout.replaced(x.seen(), axis, List.of());
    return new AxisLayout(entry, List.of(axes.get(0), axes.get(2)), seen);
  }

  /** Returns the axes batch, time, and all others as one. */
  private static List<List<ElementaryAxis>> axes(
      LayerChain layers, AxisLayout held, ElementaryAxis time) {
    List<ElementaryAxis> rest = new ArrayList<>(AxisLayout.flat(held.axes()));
    rest.remove(time);
    rest.remove(layers.batch());
    long units = ElementaryAxis.product(rest).orMinusOne();
    if (units < 1 || units > WIDEST || held.tensor().dtype() != DType.FLOAT32) {
      throw new NoEquivalentLayerException("reads a sequence from its end, or an end of it");
    }
    return List.of(List.of(layers.batch()), List.of(time), rest);
  }

  private static KerasTensor walk(
      LayerChain layers, KerasTensor tensor, boolean sequences, boolean backwards, String hint) {
    int units = Math.toIntExact(tensor.shape().length(2));
    float[] unit = new float[units * units];
    for (int i = 0; i < units; i++) {
      unit[i * units + i] = 1;
    }
    SimpleRNN layer =
        SimpleRNN.DEFAULTS
            .units(units)
            .activation(KerasObject.of("linear"))
            .useBias(false)
            .returnSequences(sequences)
            .goBackwards(backwards);
    List<Tensor> weights =
        List.of(Tensor.of(unit, units, units), Tensor.zeros(DType.FLOAT32, units, units));
    return layers.applyFixed(layer, hint, tensor, weights);
  }
}
