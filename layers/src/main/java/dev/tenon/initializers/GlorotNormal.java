package dev.tenon.initializers;

import dev.tenon.initializers.VarianceScaling.Distribution;
import dev.tenon.initializers.VarianceScaling.Mode;
import dev.tenon.internal.options.Setters;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Draws from a truncated normal distribution scaled by the fan-in and the fan-out (Xavier normal).
 *
 * <p>The deviation is {@code sqrt(2 / (fan_in + fan_out))}; numbers beyond two deviations are drawn
 * again.
 *
 * @param seed the seed. Without one every weight gets its own.
 * @param inputAxes the input axes of the weight, whose lengths make the fan-in. Without them all
 *     but the last.
 * @param outputAxes the output axes of the weight. Without them the last.
 * @see <a href="https://proceedings.mlr.press/v9/glorot10a.html">Glorot and Bengio, 2010</a>
 * @see <a href="https://keras.io/api/layers/initializers/#glorotnormal-class">Keras:
 *     GlorotNormal</a>
 */
@Setters(positional = 1)
public record GlorotNormal(
    @Nullable Long seed, @Nullable List<Long> inputAxes, @Nullable List<Long> outputAxes)
    implements SeededInitializer, GlorotNormalSetters {
  /** Keras' defaults. */
  public static final GlorotNormal DEFAULTS = new GlorotNormal(null, null, null);

  @Override
  public Tensor values(long[] shape, DType dtype, long seed) {
    return new VarianceScaling(
            1, Mode.FAN_AVG, Distribution.TRUNCATED_NORMAL, seed, inputAxes, outputAxes)
        .values(shape, dtype, seed);
  }
}
