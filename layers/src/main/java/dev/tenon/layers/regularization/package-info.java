/**
 * Keras' layers that act only in training: dropout, noise and activity losses. Reading starts at
 * {@link dev.tenon.layers.regularization.Dropout}; {@code RandomLayer} is the base of all random
 * ones, and {@link dev.tenon.layers.regularization.Draws} draws random tensors with Keras' seeds.
 */
@NullMarked
package dev.tenon.layers.regularization;

import org.jspecify.annotations.NullMarked;
