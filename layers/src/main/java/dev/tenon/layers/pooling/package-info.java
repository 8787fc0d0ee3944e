/**
 * Keras' pooling layers, one record each. Reading starts at {@link
 * dev.tenon.layers.pooling.PoolingLayers}, which lists the family. {@link
 * dev.tenon.layers.pooling.WindowPooling}, {@link dev.tenon.layers.pooling.GlobalPooling} and
 * {@link dev.tenon.layers.pooling.AdaptivePooling} each lower one kind, with {@link
 * dev.tenon.layers.pooling.Reducer} for maximum or mean.
 */
@NullMarked
package dev.tenon.layers.pooling;

import org.jspecify.annotations.NullMarked;
