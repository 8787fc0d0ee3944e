/**
 * The two writers of HDF5, in Java ({@link dev.tenon.formats.hdf5.writer.JavaHdf5Output}) and by
 * the native library; {@link dev.tenon.formats.hdf5.writer.Hdf5Output} chooses.
 */
@NullMarked
package dev.tenon.formats.hdf5.writer;

import org.jspecify.annotations.NullMarked;
