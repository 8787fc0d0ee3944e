/** The IR into Keras files: HDF5 of both generations, {@code .keras} archives, weights alone. */
@NullMarked
package dev.tenon.exporters.keras;

import org.jspecify.annotations.NullMarked;
