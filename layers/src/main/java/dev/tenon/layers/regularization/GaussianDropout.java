package dev.tenon.layers.regularization;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import org.jspecify.annotations.Nullable;

/**
 * Multiplies by normal noise around 1 in training.
 *
 * @see <a href="https://keras.io/api/layers/regularization_layers/gaussian_dropout/">Keras:
 *     GaussianDropout</a>
 */
@ShortName("rate")
public record GaussianDropout(@Default("0.5") double rate, @Nullable Long seed)
    implements DropoutLayer, GaussianDropoutOptions {
  @Override
  public Value changed(Call call, Value x, Parameter state) {
    Ops ops = call.ops();
    double deviation = Math.sqrt(rate / (1 - rate));
    Value noise = ops.add(ops.mul(Draws.normal(call, x, state), deviation), 1);
    return ops.mul(x, noise);
  }
}
