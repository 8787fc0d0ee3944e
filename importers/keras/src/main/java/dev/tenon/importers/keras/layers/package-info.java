/**
 * Layers and their calls, made of upgraded configurations: {@link
 * dev.tenon.importers.keras.layers.ModelReader} a model, {@link
 * dev.tenon.importers.keras.layers.LayerFactory} a layer.
 */
@NullMarked
package dev.tenon.importers.keras.layers;

import org.jspecify.annotations.NullMarked;
