/**
 * Quantizes the layers of Keras models as Keras does. Reading starts at {@link
 * dev.tenon.internal.quantization.ModelQuantization}, which exchanges layers, and {@link
 * dev.tenon.internal.quantization.ModelCalibration}, which does so by data; {@code
 * QuantizedWeights} computes their weights, {@code CalibratedWeights} by data, {@code
 * QuantizationObjects} writes configurations as Keras' objects.
 */
@NullMarked
package dev.tenon.internal.quantization;

import org.jspecify.annotations.NullMarked;
