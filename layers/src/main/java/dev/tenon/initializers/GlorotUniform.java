package dev.tenon.initializers;

import dev.tenon.initializers.VarianceScaling.Distribution;
import dev.tenon.initializers.VarianceScaling.Mode;
import dev.tenon.internal.options.Setters;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Draws from a uniform distribution scaled by the fan-in and the fan-out (Xavier uniform).
 *
 * <p>The numbers are between {@code -limit} and {@code limit = sqrt(6 / (fan_in + fan_out))}. Most
 * kernels of Keras have it by default.
 *
 * @param seed the seed. Without one every weight gets its own.
 * @param inputAxes the input axes of the weight, whose lengths make the fan-in. Without them all
 *     but the last.
 * @param outputAxes the output axes of the weight. Without them the last.
 * @see <a href="https://proceedings.mlr.press/v9/glorot10a.html">Glorot and Bengio, 2010</a>
 * @see <a href="https://keras.io/api/layers/initializers/#glorotuniform-class">Keras:
 *     GlorotUniform</a>
 */
@Setters(positional = 1)
public record GlorotUniform(
    @Nullable Long seed, @Nullable List<Long> inputAxes, @Nullable List<Long> outputAxes)
    implements SeededInitializer, GlorotUniformSetters {
  /** Keras' defaults. */
  public static final GlorotUniform DEFAULTS = new GlorotUniform(null, null, null);

  @Override
  public Tensor values(long[] shape, DType dtype, long seed) {
    return new VarianceScaling(1, Mode.FAN_AVG, Distribution.UNIFORM, seed, inputAxes, outputAxes)
        .values(shape, dtype, seed);
  }
}
