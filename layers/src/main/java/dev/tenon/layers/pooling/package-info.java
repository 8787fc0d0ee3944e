/**
 * Keras' pooling layers. Reading starts at {@code MaxPooling}, which declares MaxPooling1D,
 * MaxPooling2D and MaxPooling3D. {@code WindowPooling}, {@code GlobalPooling} and {@link
 * dev.tenon.layers.pooling.AdaptivePooling} each lower one kind, with {@link
 * dev.tenon.layers.pooling.Reducer} for maximum or mean.
 */
@NullMarked
package dev.tenon.layers.pooling;

import org.jspecify.annotations.NullMarked;
