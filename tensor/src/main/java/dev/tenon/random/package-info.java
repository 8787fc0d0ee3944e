/**
 * NumPy's random numbers, bit for bit. Reading starts at {@link dev.tenon.random.NumpyRandom},
 * which tensors, data sets and the tuner draw from.
 */
@NullMarked
package dev.tenon.random;

import org.jspecify.annotations.NullMarked;
