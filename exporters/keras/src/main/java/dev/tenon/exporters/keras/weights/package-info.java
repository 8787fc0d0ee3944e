/**
 * Writes weights into Keras' containers, by layers or by paths. Reading starts at {@link
 * dev.tenon.exporters.keras.weights.PathWeightsWriter} for {@code .keras} and {@code .weights.h5}
 * files. {@link dev.tenon.exporters.keras.weights.LegacyWeightsWriter} writes the older HDF5 form,
 * layer by layer. Both take the tensors from {@link
 * dev.tenon.exporters.keras.weights.StoredParameters}.
 */
@NullMarked
package dev.tenon.exporters.keras.weights;

import org.jspecify.annotations.NullMarked;
