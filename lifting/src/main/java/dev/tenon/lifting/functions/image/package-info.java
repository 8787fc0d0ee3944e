/**
 * Writes ONNX's convolutions, pooling and resampling as functions of {@code keras.ops}. Reading
 * starts at {@link dev.tenon.lifting.walk.KerasFunctions}, which calls {@link
 * dev.tenon.lifting.functions.image.ConvolutionFunctions}, {@link
 * dev.tenon.lifting.functions.image.PoolingFunctions}, {@link
 * dev.tenon.lifting.functions.image.PaddingFunctions} and {@link
 * dev.tenon.lifting.functions.image.ImagingFunctions}. {@code WindowFunctions} and {@code
 * WindowGeometry} compute windows and padding; {@code ResizeFunction} writes Resize.
 */
@NullMarked
package dev.tenon.lifting.functions.image;

import org.jspecify.annotations.NullMarked;
