package dev.tenon.layers.activation;

import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.NoWeights;
import dev.tenon.layers.common.Rectifiers;
import dev.tenon.layers.common.ShortName;
import java.util.List;

/**
 * Applies the leaky rectified linear unit to every element.
 *
 * <p>{@code y = x} for positive {@code x}, else {@code negative_slope * x}. Input of any shape;
 * output of the same shape. Masks pass through.
 *
 * @param negativeSlope the slope of the negative part
 * @see <a href="https://keras.io/api/layers/activation_layers/leaky_relu/">Keras: LeakyReLU</a>
 */
@ShortName(value = "negativeSlope", required = 0)
public record LeakyReLU(@Default("0.3") double negativeSlope)
    implements NoWeights, LeakyReLUOptions {
  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    return List.of(Rectifiers.leakyRelu(call.ops(), inputs.get(0), negativeSlope));
  }

  @Override
  public boolean takesIntegers() {
    return false;
  }

  @Override
  public MaskFlow maskFlow() {
    return MaskFlow.PASS;
  }
}
