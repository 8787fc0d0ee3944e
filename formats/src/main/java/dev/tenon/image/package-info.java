/**
 * Images as tensors, with Keras' loading rules. Reading starts at {@link dev.tenon.image.Images};
 * {@link dev.tenon.image.ImageSpec} describes the preparation of a model's images. {@code
 * PillowImages} decodes to Pillow's samples, {@code TensorImages} to those of TensorFlow, {@code
 * PngWriter} writes.
 */
@NullMarked
package dev.tenon.image;

import org.jspecify.annotations.NullMarked;
