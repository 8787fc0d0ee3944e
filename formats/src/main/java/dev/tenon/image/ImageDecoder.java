package dev.tenon.image;

import dev.tenon.formats.image.jpeg.JpegDecoder;
import dev.tenon.formats.image.resample.Pixels;

/**
 * Whose samples a decoded image has: JPEGs, gray of colors, CMYK and 16 bits differ between the
 * libraries that Keras reads images with.
 *
 * <p>Both apply no color profile and no orientation.
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
   * That of {@code tf.io.decode_image}, which {@code image_dataset_from_directory} takes: JPEGs by
   * the fast transform, the high byte of 16 bits. What TensorFlow refuses, such as gray of a GIF,
   * is made of its colors.
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
