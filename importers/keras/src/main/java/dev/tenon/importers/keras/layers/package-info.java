/**
 * Layers, made of upgraded configurations: {@link dev.tenon.importers.keras.layers.ModelReader}
 * makes a model, {@link dev.tenon.importers.keras.layers.LayerBinder} its layers, {@link
 * dev.tenon.keras.config.ConfigBinder} the record of one.
 */
@NullMarked
package dev.tenon.importers.keras.layers;

import org.jspecify.annotations.NullMarked;
