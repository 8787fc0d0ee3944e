/**
 * HDF5 files. Reading starts at {@link dev.tenon.formats.hdf5.Hdf5File}, in pure Java and in
 * private memory; {@link dev.tenon.formats.hdf5.Hdf5Writer} writes by the native library or, where
 * there is none, in Java. Guards against hostile files: {@code Hdf5Header} refuses headers that
 * refer to themselves, {@code Hdf5Storage} ends walks along cyclic links and trees, and {@code
 * ChunkFilters} bounds what is unpacked.
 */
@NullMarked
package dev.tenon.formats.hdf5;

import org.jspecify.annotations.NullMarked;
