package dev.tenon.quantizers;

import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A tensor of whole numbers, and the scale that brings them back.
 *
 * @param values the whole numbers, with the shape of the tensor that was quantized
 * @param scale what the tensor was multiplied by; with a zero point, what {@code values} minus the
 *     zero point is multiplied by
 * @param zeroPoint the number that stands for 0; null where 0 does
 */
public record QuantizedTensor(Tensor values, Tensor scale, @Nullable Tensor zeroPoint) {}
