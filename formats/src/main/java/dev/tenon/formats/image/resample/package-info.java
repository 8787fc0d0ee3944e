/**
 * Samples of images and how they are resized: with Pillow's filters and with TensorFlow's, to the
 * last bit.
 */
@NullMarked
package dev.tenon.formats.image.resample;

import org.jspecify.annotations.NullMarked;
