/**
 * Arrays of numbers that initializers fill. {@link dev.tenon.internal.arrays.WeightArray} checks
 * sizes and makes tensors, {@link dev.tenon.internal.arrays.Fans} computes the fan-in and the
 * fan-out of a weight, {@link dev.tenon.internal.arrays.OrthogonalMatrix} makes matrices
 * orthogonal, and {@link dev.tenon.internal.arrays.SpectralWindow} has the windows of Fourier
 * transforms.
 */
@NullMarked
package dev.tenon.internal.arrays;

import org.jspecify.annotations.NullMarked;
