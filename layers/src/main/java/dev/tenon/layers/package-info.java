/**
 * The layers as a user sets them. Reading starts at {@link dev.tenon.layers.Layers}: it has a
 * factory for each, which returns a {@link dev.tenon.layers.LayerSpec} with a setter for every
 * argument of Keras. The records behind them are in the packages below, one for each family. {@link
 * dev.tenon.layers.AdaptableSpec} adapts a layer to data, {@link dev.tenon.layers.TensorLayers}
 * makes inputs and merges tensors, and {@link dev.tenon.layers.CustomSpec} wraps a user's own
 * layer.
 */
@NullMarked
package dev.tenon.layers;

import org.jspecify.annotations.NullMarked;
