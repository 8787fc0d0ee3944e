/**
 * Maps operators on images to TensorFlow operations. Reading starts at {@link
 * dev.tenon.runtime.tensorflow.ops.image.ConvolutionMappings}; {@link
 * dev.tenon.runtime.tensorflow.ops.image.PoolingMappings}, {@link
 * dev.tenon.runtime.tensorflow.ops.image.ImagingMappings} and {@link
 * dev.tenon.runtime.tensorflow.ops.image.ImageDecoderMapping} are the other families. The families
 * use {@code ResizeMapping}, {@code ConvTransposeMapping} and {@code BoxSelection} for single
 * operators. {@code SlidingWindow}, {@link dev.tenon.runtime.tensorflow.ops.image.WindowGuard},
 * {@code SpaceBatch} and {@code Volumes} handle windows.
 */
@NullMarked
package dev.tenon.runtime.tensorflow.ops.image;

import org.jspecify.annotations.NullMarked;
