/** Reads every Keras file: Keras 1, 2 and 3, tf.keras, HDF5, zip and JSON. */
@NullMarked
package dev.tenon.importers.keras;

import org.jspecify.annotations.NullMarked;
