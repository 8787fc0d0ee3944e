/**
 * Helpers that the augmentation layers share. Reading starts at {@link
 * dev.tenon.layers.augmentation.image.ImageBatch}, a batch of images, and {@link
 * dev.tenon.layers.augmentation.image.DrawnChange}, a change to apply to it. {@link
 * dev.tenon.layers.augmentation.image.SeededRandom} draws numbers with Keras' seeds. {@link
 * dev.tenon.layers.augmentation.image.ColorSpaces}, {@link
 * dev.tenon.layers.augmentation.image.ImageFilter} and {@link
 * dev.tenon.layers.augmentation.image.LocalHistograms} compute pixel values; {@link
 * dev.tenon.layers.augmentation.image.AffineTransform} and {@link
 * dev.tenon.layers.augmentation.image.Displacement} move pixels.
 */
@NullMarked
package dev.tenon.layers.augmentation.image;

import org.jspecify.annotations.NullMarked;
