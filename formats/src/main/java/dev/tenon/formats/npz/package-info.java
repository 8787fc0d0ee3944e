/** NumPy's .npy and .npz files. */
@NullMarked
package dev.tenon.formats.npz;

import org.jspecify.annotations.NullMarked;
