/**
 * Keras files: HDF5 of both generations, {@code .keras} archives, weights alone. Reading starts at
 * {@link dev.tenon.exporters.keras.KerasExporter}: {@code plan}, then {@code config} and {@code
 * weights}.
 */
@NullMarked
package dev.tenon.exporters.keras;

import org.jspecify.annotations.NullMarked;
