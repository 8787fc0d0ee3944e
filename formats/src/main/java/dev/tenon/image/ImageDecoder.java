package dev.tenon.image;

import dev.tenon.formats.image.jpeg.JpegDecoder;
import dev.tenon.formats.image.resample.Pixels;

/**
 * The library whose decoded samples an image has: Pillow or TensorFlow.
 *
 * <p>They differ in JPEGs, in grayscale of colored images, in CMYK and in 16 bits. Both ignore
 * color profiles and orientations.
 */
public enum ImageDecoder {
  /** Pillow's, which {@code keras.utils.load_img} takes: JPEGs by the accurate transform. */
  PILLOW {
    @Override
    Pixels decode(String name, byte[] file, ColorMode mode) {
      return JpegDecoder.matches(file)
          ? JpegPixels.pillow(name, file, mode)
          : PillowImages.of(name, file, mode);
    }
  },
  /**
   * That of {@code tf.io.decode_image}, which {@code image_dataset_from_directory} uses: JPEGs by
   * the fast transform, the high byte of 16 bits. Modes that TensorFlow refuses, such as grayscale
   * of a GIF, are computed from its colors.
   */
  TENSORFLOW {
    @Override
    Pixels decode(String name, byte[] file, ColorMode mode) {
      return JpegDecoder.matches(file)
          ? JpegPixels.tensorflow(name, file, mode)
          : TensorImages.of(name, file, mode);
    }
  };

  /**
   * Decodes a file.
   *
   * @param name for errors
   */
  abstract Pixels decode(String name, byte[] file, ColorMode mode);
}
