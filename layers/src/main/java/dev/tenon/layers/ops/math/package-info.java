/**
 * The functions of {@code keras.ops.math}, and losses of single elements. Reading starts at {@link
 * dev.tenon.layers.ops.math.SpectralOps}, the Fourier transforms. {@link
 * dev.tenon.layers.ops.math.QuantileOps}, {@link dev.tenon.layers.ops.math.SpecialOps} and {@link
 * dev.tenon.layers.ops.math.BesselOps} are further functions; {@link
 * dev.tenon.layers.ops.math.CrossentropyOps} has the losses.
 */
@NullMarked
package dev.tenon.layers.ops.math;

import org.jspecify.annotations.NullMarked;
