package dev.tenon.layers.regularization;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import dev.tenon.tensor.DType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sets random elements to the lower limit of {@code selu} in training, and keeps mean and variance.
 *
 * <p>Input of any shape; output of the same shape. Inference returns the input. Masks pass through.
 *
 * @see <a href="https://arxiv.org/abs/1706.02515">Klambauer et al., 2017</a>
 * @see <a href="https://keras.io/api/layers/regularization_layers/alpha_dropout/">Keras:
 *     AlphaDropout</a>
 */
@ShortName("rate")
public record AlphaDropout(
    @Default("0.5") double rate, @Nullable Long seed, @Nullable List<@Nullable Long> noiseShape)
    implements DropoutLayer, AlphaDropoutOptions {

  private static final double LIMIT = -1.6732632423543772 * 1.0507009873554805;

  @Override
  public Value changed(Call call, Value x, Parameter state) {
    Ops ops = call.ops();
    Shape noise = Draws.shape(x.shape(), noiseShape);
    Value draw = Draws.uniform(call, x, noise, DType.FLOAT32, state);
    Value kept = ops.cast(ops.greaterOrEqual(draw, ops.scalar(draw, rate)), x.dtype());
    double a = Math.pow((1 - rate) * (1 + rate * LIMIT * LIMIT), -0.5);
    Value mixed = ops.add(ops.mul(x, kept), ops.mul(ops.sub(1, kept), LIMIT));
    return ops.add(ops.mul(mixed, a), -a * LIMIT * rate);
  }
}
