/**
 * All layers by Keras' class name. Reading starts at {@link dev.tenon.layers.catalog.LayerCatalog};
 * {@link dev.tenon.layers.catalog.UnsupportedLayers} lists the missing layers with reasons.
 */
@NullMarked
package dev.tenon.layers.catalog;

import org.jspecify.annotations.NullMarked;
