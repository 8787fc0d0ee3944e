/**
 * The functions of {@code keras.ops.nn}, except single activations. Reading starts at {@link
 * dev.tenon.layers.ops.nn.NeuralOps}, the convolutions, pooling and image functions. {@link
 * dev.tenon.layers.ops.nn.ConvolutionOps} convolves by a tensor, with {@code Windows}; {@link
 * dev.tenon.layers.ops.nn.AttentionOps} and {@link dev.tenon.layers.ops.nn.NormalizationOps} have
 * attention and normalisation.
 */
@NullMarked
package dev.tenon.layers.ops.nn;

import org.jspecify.annotations.NullMarked;
