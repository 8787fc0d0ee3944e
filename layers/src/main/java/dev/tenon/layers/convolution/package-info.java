/**
 * Keras' convolution layers. Reading starts at {@link
 * dev.tenon.layers.convolution.PlainConvolution}, which declares Conv1D, Conv2D and Conv3D; {@link
 * dev.tenon.layers.convolution.TransposedConvolution}, {@link
 * dev.tenon.layers.convolution.DepthwiseConvolution} and {@link
 * dev.tenon.layers.convolution.SeparableConvolution} declare the other kinds. All share {@link
 * dev.tenon.layers.convolution.ConvolutionSettings}. {@link
 * dev.tenon.layers.convolution.TensorConvolution} convolves by tensors for {@code keras.ops}.
 */
@NullMarked
package dev.tenon.layers.convolution;

import org.jspecify.annotations.NullMarked;
