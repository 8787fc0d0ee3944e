package dev.tenon.initializers;

import dev.tenon.initializers.VarianceScaling.Distribution;
import dev.tenon.initializers.VarianceScaling.Mode;
import dev.tenon.internal.options.Setters;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Draws from a normal distribution that is cut at two deviations, of variance 2 / (inputs +
 * outputs).
 *
 * @param seed the seed; null where each weight gets another one
 * @param inputAxes the weight's axes that are inputs, whose lengths make the fan-in; null for all
 *     but the last
 * @param outputAxes the weight's axes that are outputs; null for the last
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
