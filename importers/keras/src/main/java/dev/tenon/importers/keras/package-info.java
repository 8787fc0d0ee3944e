/**
 * Every Keras file: Keras 1, 2 and 3, tf.keras, HDF5, zip and JSON. Reading starts at {@link
 * dev.tenon.importers.keras.KerasImporter}; its steps are {@code container}, {@code
 * dev.tenon.keras.config}, {@code layers}, {@code dev.tenon.keras.calls} and {@code weights}, in
 * this order.
 */
@NullMarked
package dev.tenon.importers.keras;

import org.jspecify.annotations.NullMarked;
