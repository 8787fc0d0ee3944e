/**
 * Keras' layers that move, repeat, cut or pad entries. Reading starts at {@link
 * dev.tenon.layers.reshaping.Reshape}. {@code Margins} lowers the cropping and padding layers,
 * {@code SpatialUpsampling} the upsampling layers; {@link dev.tenon.layers.reshaping.Flatten},
 * {@link dev.tenon.layers.reshaping.Permute} and {@link dev.tenon.layers.reshaping.RepeatVector}
 * lower themselves.
 */
@NullMarked
package dev.tenon.layers.reshaping;

import org.jspecify.annotations.NullMarked;
