/** Keras' layers that change images at random in training and hand them on at inference. */
@NullMarked
package dev.tenon.layers.augmentation;

import org.jspecify.annotations.NullMarked;
