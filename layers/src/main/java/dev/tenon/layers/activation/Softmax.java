package dev.tenon.layers.activation;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.LegacyOption;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.Distributions;
import dev.tenon.layers.common.Masks;
import dev.tenon.layers.common.NoWeights;
import dev.tenon.layers.common.ShortName;
import dev.tenon.tensor.DType;
import java.util.List;

/**
 * Turns scores into probabilities: {@code y = exp(x) / sum(exp(x))} along some axes.
 *
 * <p>Input of any shape; output of the same shape. A masked score gets 0, even where the mask hides
 * all scores. {@link LegacyOption#ADDED_MASK} and {@link LegacyOption#ROBUST_MASK} give the results
 * of tf_keras. Masks pass through.
 *
 * @param axis the axis or the axes that a sum of 1 runs over
 * @see <a href="https://keras.io/api/layers/activation_layers/softmax/">Keras: Softmax</a>
 */
@ShortName(value = "axis", required = 0)
public record Softmax(@Default("-1") List<Long> axis) implements NoWeights, SoftmaxOptions {
  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    Ops ops = call.ops();
    Value x = inputs.get(0);
    Value given = call.mask(0);
    if (given == null) {
      return List.of(Distributions.softmax(ops, x, axis));
    }
    Value mask = Masks.asBool(ops, given);
    boolean adds = call.has(LegacyOption.ADDED_MASK);
    boolean zero = !adds && !call.has(LegacyOption.ROBUST_MASK);
    // tf_keras takes the smallest half-precision number.
    double half = zero ? -3e4 : -65504;
    Value hidden = ops.scalar(x, x.dtype() == DType.FLOAT16 ? half : -1e9);
    Value scores =
        adds ? ops.add(x, ops.where(mask, ops.scalar(x, 0), hidden)) : ops.where(mask, x, hidden);
    Value shares = Distributions.softmax(ops, scores, axis);
    return List.of(zero ? ops.where(mask, shares, ops.scalar(x, 0)) : shares);
  }

  @Override
  public MaskFlow maskFlow() {
    return MaskFlow.PASS;
  }
}
