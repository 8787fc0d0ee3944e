package dev.tenon.layers.activation;

import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.NoWeights;
import dev.tenon.layers.common.Rectifiers;
import dev.tenon.layers.common.ShortName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Applies the rectified linear unit to every element.
 *
 * <p>{@code y = min(x, max_value)} for {@code x >= threshold}, else {@code negative_slope * (x -
 * threshold)}. Input of any shape; output of the same shape. Masks pass through.
 *
 * @param maxValue the upper bound of the output. Without one it has no bound.
 * @param negativeSlope the slope below the threshold
 * @param threshold the value below which the slope holds
 * @see <a href="https://keras.io/api/layers/activation_layers/relu/">Keras: ReLU</a>
 */
@ShortName(
    value = {"maxValue", "negativeSlope", "threshold"},
    required = 0,
    name = "relu")
public record ReLU(
    @Nullable Double maxValue, @Default("0") double negativeSlope, @Default("0") double threshold)
    implements NoWeights, ReLUOptions {
  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    return List.of(Rectifiers.relu(call.ops(), inputs.get(0), negativeSlope, maxValue, threshold));
  }

  @Override
  public MaskFlow maskFlow() {
    return MaskFlow.PASS;
  }
}
