/**
 * Every Keras file: Keras 1, 2 and 3, tf.keras, HDF5, zip and JSON. Reading starts at {@link
 * dev.tenon.importers.keras.KerasImporter}; its steps are the packages {@code container}, {@code
 * config}, {@code layers}, {@code calls} and {@code weights}, in this order.
 */
@NullMarked
package dev.tenon.importers.keras;

import org.jspecify.annotations.NullMarked;
