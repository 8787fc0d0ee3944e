/** HDF5 files: read in pure Java from mapped memory, written by the native library. */
@NullMarked
package dev.tenon.formats.hdf5;

import org.jspecify.annotations.NullMarked;
