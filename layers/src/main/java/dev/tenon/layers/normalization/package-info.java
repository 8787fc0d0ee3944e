/**
 * Keras' normalization layers. Reading starts at {@link
 * dev.tenon.layers.normalization.BatchNormalization}. {@code Moments} and {@code Affine} compute
 * mean, variance, scale and shift. {@link dev.tenon.layers.normalization.TensorNormalization}
 * normalises by tensors for {@code keras.ops}.
 */
@NullMarked
package dev.tenon.layers.normalization;

import org.jspecify.annotations.NullMarked;
