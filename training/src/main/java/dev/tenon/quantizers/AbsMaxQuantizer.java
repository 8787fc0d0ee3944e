package dev.tenon.quantizers;

import dev.tenon.internal.options.Setters;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Quantizes a tensor so that its largest magnitude becomes the end of a range of whole numbers.
 *
 * <p>{@code scale = high / (max(abs(x)) + epsilon)}, {@code values = clip(round(x * scale), low,
 * high)}. Rounding is to the nearest, ties to even.
 *
 * @param axis the axes that share a scale; null, the default, for the last one, or for those of the
 *     layer's kernel
 * @param valueRange the least and the greatest number; -127 and 127 by default
 * @param epsilon keeps a scale of nothing but zeros finite; 1e-7 by default
 * @param outputDtype the type of the numbers, {@code int8} by default
 * @see <a href="https://keras.io/api/quantizers/">Keras: quantizers</a>
 */
@Setters
public record AbsMaxQuantizer(
    @Nullable List<Long> axis, List<Long> valueRange, double epsilon, String outputDtype)
    implements AbsMaxQuantizerSetters {
  /** Keras' defaults. */
  public static final AbsMaxQuantizer DEFAULTS =
      new AbsMaxQuantizer(null, List.of(-127L, 127L), 1e-7, "int8");

  public AbsMaxQuantizer {
    axis = axis == null ? null : List.copyOf(axis);
    valueRange = List.copyOf(valueRange);
    DType type = DType.of(outputDtype);
    if (valueRange.size() != 2
        || valueRange.get(0) >= valueRange.get(1)
        || (type == DType.INT8 && (valueRange.get(0) < -128 || valueRange.get(1) > 127))) {
      throw new IllegalArgumentException(
          "AbsMaxQuantizer: valueRange must be two rising numbers that "
              + outputDtype
              + " has, received "
              + valueRange);
    }
  }

  /**
   * Quantizes a tensor of floats; the scale keeps the axes, with length 1.
   *
   * @param over the axes that share a scale; those of the quantizer where none is given
   */
  public QuantizedTensor apply(Tensor x, int... over) {
    int[] axes = over;
    if (over.length == 0) {
      axes = axis == null ? new int[] {-1} : axis.stream().mapToInt(Math::toIntExact).toArray();
    }
    return AbsMax.quantize(
        x, axes, valueRange.get(0), valueRange.get(1), DType.of(outputDtype), epsilon);
  }
}
