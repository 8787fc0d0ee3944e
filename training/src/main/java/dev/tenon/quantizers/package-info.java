/**
 * Keras' quantizers. Reading starts at {@link dev.tenon.quantizers.Quantizers}, which holds the
 * functions and makes the records: {@link dev.tenon.quantizers.AbsMaxQuantizer}, which gives a
 * {@link dev.tenon.quantizers.QuantizedTensor}, and the implementations of {@link
 * dev.tenon.quantizers.QuantizationConfig} for {@code model.edit().quantize(config)}.
 */
@NullMarked
package dev.tenon.quantizers;

import org.jspecify.annotations.NullMarked;
