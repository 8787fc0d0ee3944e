package dev.tenon.layers.activation;

import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.NoWeights;
import dev.tenon.layers.common.Rectifiers;
import dev.tenon.layers.common.ShortName;
import java.util.List;

/**
 * Applies the exponential linear unit to every element.
 *
 * <p>{@code y = x} for positive {@code x}, else {@code alpha * (exp(x) - 1)}. Input of any shape;
 * output of the same shape. Masks pass through.
 *
 * @param alpha the factor of the negative part
 * @see <a href="https://keras.io/api/layers/activation_layers/elu/">Keras: ELU</a>
 */
@ShortName(value = "alpha", required = 0)
public record ELU(@Default("1") double alpha) implements NoWeights, ELUOptions {
  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    return List.of(Rectifiers.elu(call.ops(), inputs.get(0), alpha));
  }

  @Override
  public MaskFlow maskFlow() {
    return MaskFlow.PASS;
  }
}
