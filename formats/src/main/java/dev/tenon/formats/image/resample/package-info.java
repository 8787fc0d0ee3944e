/**
 * Resizes the samples of images exactly as Pillow and TensorFlow do, bit for bit. Reading starts at
 * {@link dev.tenon.formats.image.resample.Pixels}, the samples in rows; {@link
 * dev.tenon.formats.image.resample.ByteSamples} and {@link
 * dev.tenon.formats.image.resample.ShortSamples} hold them. {@link
 * dev.tenon.formats.image.resample.ResampleAxis} and {@link
 * dev.tenon.formats.image.resample.ResampleFilter} compute Pillow's weights, {@link
 * dev.tenon.formats.image.resample.NearestResize} picks the nearest pixels, and {@link
 * dev.tenon.formats.image.resample.TensorKernel} has TensorFlow's filters. {@link
 * dev.tenon.formats.image.resample.ImageBox} is the part to resize.
 */
@NullMarked
package dev.tenon.formats.image.resample;

import org.jspecify.annotations.NullMarked;
