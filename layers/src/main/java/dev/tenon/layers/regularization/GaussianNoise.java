package dev.tenon.layers.regularization;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import org.jspecify.annotations.Nullable;

/**
 * Adds normal noise with mean 0 in training.
 *
 * <p>Input of any shape; output of the same shape. Inference returns the input. Masks pass through.
 *
 * @param stddev the standard deviation of the noise
 * @see <a href="https://keras.io/api/layers/regularization_layers/gaussian_noise/">Keras:
 *     GaussianNoise</a>
 */
@ShortName("stddev")
public record GaussianNoise(@Default("0.5") double stddev, @Nullable Long seed)
    implements RandomLayer, GaussianNoiseOptions {
  @Override
  public double strength() {
    return stddev;
  }

  @Override
  public Value changed(Call call, Value x, Parameter state) {
    Ops ops = call.ops();
    return ops.add(x, ops.mul(Draws.normal(call, x, state), stddev));
  }
}
