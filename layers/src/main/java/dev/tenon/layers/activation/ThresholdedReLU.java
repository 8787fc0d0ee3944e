package dev.tenon.layers.activation;

import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.NoWeights;
import dev.tenon.layers.common.Rectifiers;
import dev.tenon.layers.common.ShortName;
import java.util.List;

/**
 * Sets elements up to a threshold to 0; a layer of Keras 1 and 2.
 *
 * <p>{@code y = x} for {@code x > theta}, else 0. Input of any shape; output of the same shape.
 * Masks pass through.
 *
 * @param theta the threshold
 * @see <a
 *     href="https://www.tensorflow.org/versions/r2.15/api_docs/python/tf/keras/layers/ThresholdedReLU">Keras
 *     2: ThresholdedReLU</a>
 */
@ShortName(value = "theta", required = 0)
public record ThresholdedReLU(@Default("1") double theta)
    implements NoWeights, ThresholdedReLUOptions {
  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    return List.of(Rectifiers.threshold(call.ops(), inputs.get(0), theta, 0));
  }

  @Override
  public MaskFlow maskFlow() {
    return MaskFlow.PASS;
  }
}
