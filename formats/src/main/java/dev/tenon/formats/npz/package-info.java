/**
 * Reads and writes NumPy's {@code .npy} and {@code .npz} files. Reading starts at {@link
 * dev.tenon.formats.npz.Npz} for archives and {@link dev.tenon.formats.npz.Npy} for single arrays.
 * {@code NpyHeader} parses and writes the header of an array; {@code NpzWriter} writes an archive.
 */
@NullMarked
package dev.tenon.formats.npz;

import org.jspecify.annotations.NullMarked;
