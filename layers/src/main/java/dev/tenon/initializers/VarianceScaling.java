package dev.tenon.initializers;

import dev.tenon.internal.arrays.Fans;
import dev.tenon.internal.arrays.WeightArray;
import dev.tenon.internal.options.Setters;
import dev.tenon.internal.random.Philox;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Draws from a distribution whose variance is a scale divided by the fan-in or the fan-out.
 *
 * <p>The variance is {@code scale / n}. The fan-in is the length of the last axis but one times the
 * window of a convolution. The fan-out is the length of the last axis times the window. A uniform
 * distribution has the limit {@code sqrt(3 * scale / n)}.
 *
 * @param scale the scale, above 0
 * @param mode the divisor {@code n}: {@code fan_in}, {@code fan_out} or their mean {@code fan_avg}
 * @param distribution the distribution: {@code truncated_normal}, {@code untruncated_normal} or
 *     {@code uniform}
 * @param seed the seed. Without one every weight gets its own.
 * @param inputAxes the input axes of the weight, whose lengths make the fan-in. Without them all
 *     but the last.
 * @param outputAxes the output axes of the weight. Without them the last.
 * @see <a href="https://keras.io/api/layers/initializers/#variancescaling-class">Keras:
 *     VarianceScaling</a>
 */
@Setters
public record VarianceScaling(
    double scale,
    Mode mode,
    Distribution distribution,
    @Nullable Long seed,
    @Nullable List<Long> inputAxes,
    @Nullable List<Long> outputAxes)
    implements SeededInitializer, VarianceScalingSetters {
  /** Keras' defaults. */
  public static final VarianceScaling DEFAULTS =
      new VarianceScaling(1, Mode.FAN_IN, Distribution.TRUNCATED_NORMAL, null, null, null);

  /** What remains of a normal distribution's deviation where it is cut at two of them. */
  private static final double TRUNCATED = 0.8796256610342398;

  /**
   * Creates the initializer.
   *
   * @throws IllegalArgumentException if the scale is not above 0
   */
  public VarianceScaling {
    if (!(scale > 0)) {
      throw new IllegalArgumentException(
          "VarianceScaling: scale must be above 0, received " + scale);
    }
    inputAxes = inputAxes == null ? null : List.copyOf(inputAxes);
    outputAxes = outputAxes == null ? null : List.copyOf(outputAxes);
  }

  /** The number that divides the scale. */
  public enum Mode {
    /** The number of inputs. */
    FAN_IN,
    /** The number of outputs. */
    FAN_OUT,
    /** The mean of both. */
    FAN_AVG
  }

  /** The distribution of the numbers. */
  public enum Distribution {
    /** A normal distribution that is cut at two deviations. */
    TRUNCATED_NORMAL,
    /** A normal distribution. */
    UNTRUNCATED_NORMAL,
    /** A uniform distribution. */
    UNIFORM
  }

  @Override
  public Tensor values(long[] shape, DType dtype, long seed) {
    Fans fans = Fans.of(shape, inputAxes, outputAxes);
    double count =
        switch (mode) {
          case FAN_IN -> fans.in();
          case FAN_OUT -> fans.out();
          case FAN_AVG -> (fans.in() + fans.out()) / 2;
        };
    double variance = scale / Math.max(1, count);
    Philox numbers = new Philox(seed);
    int size = WeightArray.size(shape);
    float[] values =
        switch (distribution) {
          case TRUNCATED_NORMAL ->
              numbers.truncatedNormal(size, 0, (float) (Math.sqrt(variance) / TRUNCATED));
          case UNTRUNCATED_NORMAL -> numbers.normal(size, 0, (float) Math.sqrt(variance));
          case UNIFORM -> {
            float limit = (float) Math.sqrt(3 * variance);
            yield numbers.uniform(size, -limit, limit);
          }
        };
    return WeightArray.tensor(values, shape, dtype);
  }
}
