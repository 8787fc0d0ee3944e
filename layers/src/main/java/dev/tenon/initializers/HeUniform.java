package dev.tenon.initializers;

import dev.tenon.initializers.VarianceScaling.Distribution;
import dev.tenon.initializers.VarianceScaling.Mode;
import dev.tenon.internal.options.Setters;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Draws from a uniform distribution scaled by the fan-in.
 *
 * <p>The numbers are between {@code -limit} and {@code limit = sqrt(6 / fan_in)}.
 *
 * @param seed the seed. Without one every weight gets its own.
 * @param inputAxes the input axes of the weight, whose lengths make the fan-in. Without them all
 *     but the last.
 * @param outputAxes the output axes of the weight. Without them the last.
 * @see <a href="https://arxiv.org/abs/1502.01852">He et al., 2015</a>
 * @see <a href="https://keras.io/api/layers/initializers/#heuniform-class">Keras: HeUniform</a>
 */
@Setters(positional = 1)
public record HeUniform(
    @Nullable Long seed, @Nullable List<Long> inputAxes, @Nullable List<Long> outputAxes)
    implements SeededInitializer, HeUniformSetters {
  /** Keras' defaults. */
  public static final HeUniform DEFAULTS = new HeUniform(null, null, null);

  @Override
  public Tensor values(long[] shape, DType dtype, long seed) {
    return new VarianceScaling(2, Mode.FAN_IN, Distribution.UNIFORM, seed, inputAxes, outputAxes)
        .values(shape, dtype, seed);
  }
}
