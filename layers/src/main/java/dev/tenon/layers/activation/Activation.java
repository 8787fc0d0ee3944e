package dev.tenon.layers.activation;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.NamedActivations;
import dev.tenon.layers.common.NoWeights;
import dev.tenon.layers.common.ShortName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Applies an activation function to every element.
 *
 * <p>Input of any shape; output of the same shape, {@code y = f(x)}. Masks pass through.
 *
 * @param activation the function that is applied to each element
 * @see <a href="https://keras.io/api/layers/core_layers/activation/">Keras: Activation</a>
 */
@ShortName("activation")
public record Activation(@Nullable KerasObject activation) implements NoWeights, ActivationOptions {
  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    return List.of(NamedActivations.apply(call.ops(), activation, inputs.get(0)));
  }

  @Override
  public MaskFlow maskFlow() {
    return MaskFlow.PASS;
  }
}
