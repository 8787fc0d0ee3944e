package dev.tenon.layers.activation;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Call;
import dev.tenon.layers.common.NoWeights;
import dev.tenon.layers.common.Rectifiers;
import dev.tenon.layers.common.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * Multiplies what is negative by a slope.
 *
 * @see <a href="https://keras.io/api/layers/activation_layers/leaky_relu/">Keras: LeakyReLU</a>
 */
@RecordBuilder
@ShortName(value = "negativeSlope", required = 0)
public record LeakyReLU(double negativeSlope) implements NoWeights, LeakyReLUBuilder.With {

  /** Keras' defaults. */
  public static final LeakyReLU DEFAULTS = new LeakyReLU(0.3);

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
