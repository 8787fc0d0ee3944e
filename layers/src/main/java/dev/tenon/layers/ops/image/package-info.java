/**
 * The functions of {@code keras.ops.image}. Reading starts at {@link
 * dev.tenon.layers.ops.image.ImageColorOps}, the functions that change pixel values. {@link
 * dev.tenon.layers.ops.image.ImageGeometryOps} pads, crops and moves images; {@link
 * dev.tenon.layers.ops.image.ImageSamplingOps} samples between pixels.
 */
@NullMarked
package dev.tenon.layers.ops.image;

import org.jspecify.annotations.NullMarked;
