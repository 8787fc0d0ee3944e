package dev.tenon.layers.regularization;

import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Layer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A layer that changes its input by random numbers in training, and never otherwise. */
interface RandomLayer extends Layer<Draws.Weights> {
  /**
   * Returns how much it changes; with 0 it never draws.
   *
   * @throws IllegalArgumentException if the option is out of its range
   */
  double strength();

  /** Returns the seed; null for one drawn when the layer is built. */
  @Nullable Long seed();

  /**
   * Changes an input.
   *
   * @param state the seed's state
   */
  Value changed(Call call, Value x, Parameter state);

  @Override
  default Draws.Weights build(Build build, List<Shape> inputs) {
    double strength = strength();
    return new Draws.Weights(strength > 0 ? build.seed(seed()) : null);
  }

  @Override
  default List<Value> call(Draws.Weights weights, Call call, List<Value> inputs) {
    Value x = inputs.get(0);
    Parameter state = weights.seed();
    return List.of(call.training() && state != null ? changed(call, x, state) : x);
  }

  @Override
  default MaskFlow maskFlow() {
    return MaskFlow.PASS;
  }
}
