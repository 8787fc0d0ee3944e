package dev.tenon.layers.normalization;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.NoWeights;
import dev.tenon.layers.common.ShortName;
import java.util.List;

/**
 * Divides each sample by its Euclidean norm over some axes: {@code y = x / sqrt(sum(x²))}.
 *
 * <p>Input of any shape; output of the same shape. A vector of zeros stays unchanged. Masks pass
 * through.
 *
 * @param axis the axes that the norm is taken over
 * @see <a href="https://keras.io/api/layers/normalization_layers/unit_normalization/">Keras:
 *     UnitNormalization</a>
 */
@ShortName(value = "axis", required = 0)
public record UnitNormalization(@Default("-1") List<Long> axis)
    implements NoWeights, UnitNormalizationOptions {
  @Override
  public boolean takesIntegers() {
    return false;
  }

  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    Ops ops = call.ops();
    Value x = inputs.get(0);
    long[] axes = LayerNormalization.longs(Moments.fromTheFront(axis, x.rank()));
    Value squares = ops.reduceSum(ops.mul(x, x), true, axes);
    // Keras limits the inverse to 1e12; limiting the squares has the same values, and a gradient at
    // 0.
    return List.of(ops.mul(x, Moments.inverseRoot(ops, ops.max(squares, 1e-24))));
  }

  @Override
  public MaskFlow maskFlow() {
    return MaskFlow.PASS;
  }
}
