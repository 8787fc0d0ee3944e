/**
 * Keras' normalization layers. Reading starts at {@link
 * dev.tenon.layers.normalization.NormalizationLayers}, which lists the family, such as {@link
 * dev.tenon.layers.normalization.BatchNormalization} and {@link
 * dev.tenon.layers.normalization.LayerNormalization}. {@code Moments} and {@code Affine} compute
 * mean, variance, scale and shift for them. {@link
 * dev.tenon.layers.normalization.TensorNormalization} normalises by tensors for {@code keras.ops}.
 */
@NullMarked
package dev.tenon.layers.normalization;

import org.jspecify.annotations.NullMarked;
