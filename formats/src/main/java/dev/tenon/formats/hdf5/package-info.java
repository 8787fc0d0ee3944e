/**
 * HDF5 files: read in pure Java from mapped memory ({@code Hdf5File}), written by the native
 * library or, where there is none, in Java ({@code Hdf5Writer}).
 */
@NullMarked
package dev.tenon.formats.hdf5;

import org.jspecify.annotations.NullMarked;
