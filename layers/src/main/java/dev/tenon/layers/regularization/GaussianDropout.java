package dev.tenon.layers.regularization;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import org.jspecify.annotations.Nullable;

/**
 * Multiplies elements by random numbers around 1 in training.
 *
 * <p>The numbers are normal with mean 1 and deviation {@code sqrt(rate / (1 - rate))}. Input of any
 * shape; output of the same shape. Inference returns the input. Masks pass through.
 *
 * @param rate the dropout rate of the same strength, from 0 to 1
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
