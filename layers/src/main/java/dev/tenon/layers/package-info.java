/**
 * Keras' layers, one record each. Reading starts at {@link dev.tenon.layers.LayerCatalog}, which
 * lists every layer; the records are in the packages below, one for each family. {@link
 * dev.tenon.layers.UnsupportedLayers} lists the missing layers with reasons. {@link
 * dev.tenon.layers.TensorLayers} makes inputs and merges tensors, and {@link
 * dev.tenon.layers.CustomSpec} wraps a user's own layer.
 */
@NullMarked
package dev.tenon.layers;

import org.jspecify.annotations.NullMarked;
