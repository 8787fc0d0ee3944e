/** Keras' layers that change pictures at random in training and hand them on at inference. */
@NullMarked
package dev.tenon.layers.augmentation;

import org.jspecify.annotations.NullMarked;
