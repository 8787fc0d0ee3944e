/**
 * Keras' convolution layers, one record each. Reading starts at {@link
 * dev.tenon.layers.convolution.ConvolutionLayers}, which lists the family. {@link
 * dev.tenon.layers.convolution.PlainConvolution}, {@link
 * dev.tenon.layers.convolution.TransposedConvolution}, {@link
 * dev.tenon.layers.convolution.DepthwiseConvolution} and {@link
 * dev.tenon.layers.convolution.SeparableConvolution} each lower one kind; all share {@link
 * dev.tenon.layers.convolution.ConvolutionSettings}. {@link
 * dev.tenon.layers.convolution.TensorConvolution} convolves by tensors for {@code keras.ops}.
 */
@NullMarked
package dev.tenon.layers.convolution;

import org.jspecify.annotations.NullMarked;
