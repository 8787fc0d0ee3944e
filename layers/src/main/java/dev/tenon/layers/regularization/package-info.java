/**
 * Keras' layers that act only in training: dropout, noise and activity losses. Reading starts at
 * {@link dev.tenon.layers.regularization.RegularizationLayers}, which lists the family, such as
 * {@link dev.tenon.layers.regularization.Dropout} and {@link
 * dev.tenon.layers.regularization.GaussianNoise}. {@link dev.tenon.layers.regularization.Draws}
 * draws random tensors with Keras' seeds.
 */
@NullMarked
package dev.tenon.layers.regularization;

import org.jspecify.annotations.NullMarked;
