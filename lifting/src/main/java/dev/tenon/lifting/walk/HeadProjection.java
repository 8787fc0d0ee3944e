package dev.tenon.lifting.walk;

import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.core.Dense;
import dev.tenon.layers.preprocessing.Rescaling;
import dev.tenon.lifting.axes.AxisLayout;
import dev.tenon.lifting.axes.ElementaryAxis;
import dev.tenon.lifting.axes.Weights;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A projection of queries, keys or values to the heads of an attention.
 *
 * @param input what is projected
 * @param kernel (in, heads * length)
 * @param bias (heads * length); null for none
 * @param scale the number that the projection is multiplied by
 */
record HeadProjection(KerasTensor input, Tensor kernel, @Nullable Tensor bias, double scale) {
  /**
   * Finds the projection; one by ones where there is none.
   *
   * @param time which axis is the sequence
   * @param depth which axis is the length of a head
   * @param head the axis of the heads; empty where there is one head
   */
  static HeadProjection of(
      LayerChain layers, AxisLayout x, int time, int depth, List<ElementaryAxis> head) {
    ElementaryAxis length = x.seen().get(depth).get(0);
    List<ElementaryAxis> columns = Attentions.joined(head, length);
    List<List<ElementaryAxis>> wanted =
        List.of(List.of(layers.batch()), x.seen().get(time), columns);
    List<List<ElementaryAxis>> apart =
        List.of(List.of(layers.batch()), x.seen().get(time), head, List.of(length));
    double scale = 1;
    KerasTensor tensor = x.tensor();
    boolean lies = x.axes().equals(wanted) || x.axes().equals(apart);
    LayerChain.Made made = layers.made(tensor);
    while (lies && made != null && made.node().layer() instanceof Rescaling rescaling) {
      if (!(rescaling.scale() instanceof Number factor)
          || !(rescaling.offset() instanceof Number offset)
          || offset.doubleValue() != 0) {
        break;
      }
      scale *= factor.doubleValue();
      tensor = made.inputs().get(0);
      made = layers.made(tensor);
    }
    boolean dense =
        x.axes().equals(wanted)
            && made != null
            && made.node().layer() instanceof Dense layer
            && layer.activation() == null
            && made.inputs().get(0).shape().rank() == 3;
    if (dense && made != null) {
      List<Tensor> weights = made.weights();
      return new HeadProjection(
          made.inputs().get(0), weights.get(0), weights.size() > 1 ? weights.get(1) : null, scale);
    }
    KerasTensor input = layers.moves().arrange(x, wanted, "heads");
    int size = Math.toIntExact(ElementaryAxis.product(columns).orMinusOne());
    return new HeadProjection(input, Weights.identity(input.dtype(), size), null, 1);
  }

  boolean isBiased() {
    return bias != null;
  }

  /** Adds the weights of Keras' layer: kernel (in, heads, length), bias (heads, length). */
  void addTo(List<Tensor> weights, long heads, long length, double factor, boolean biased) {
    Tensor scaled = Weights.scaled(kernel, factor);
    weights.add(scaled.reshape(scaled.dim(0), heads, length));
    if (biased) {
      weights.add(
          bias == null
              ? Tensor.zeros(scaled.dtype(), heads, length)
              : Weights.scaled(bias, factor).reshape(heads, length));
    }
  }
}
