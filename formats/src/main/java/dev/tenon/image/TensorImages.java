package dev.tenon.image;

import dev.tenon.formats.image.resample.ByteSamples;
import java.awt.image.BufferedImage;

/** Decodes images without losses to the samples of {@code tf.io.decode_image}. */
final class TensorImages {
  private TensorImages() {}

  static ByteSamples of(String name, byte[] file, ColorMode mode) {
    ByteSamples bmp = TensorBmp.read(name, file);
    if (bmp != null) {
      boolean gray = mode == ColorMode.GRAYSCALE && bmp.channels() > 1;
      return gray ? bmp.gray() : bmp.withChannels(mode.channels());
    }
    BufferedImage image = ImageIoFile.read(name, file);
    GifCanvas canvas = GifCanvas.of(file);
    if (canvas != null) {
      ByteSamples colors = canvas.clipped(image);
      return mode == ColorMode.GRAYSCALE ? colors.gray() : colors.withChannels(mode.channels());
    }
    PngHeader png = PngHeader.of(file);
    if (png == null) {
      return PixelSamples.of(name, image, mode);
    }
    if (mode == ColorMode.GRAYSCALE) {
      return PngGray.of(name, image, png);
    }
    ByteSamples pixels = PixelSamples.of(name, image, mode);
    if (mode == ColorMode.RGBA && png.transparency() == null && png.depth() < 8) {
      // The opacity that TensorFlow adds is the largest number of the stored bits.
      for (int at = 3; at < pixels.data().length; at += 4) {
        pixels.data()[at] = (byte) ((1 << png.depth()) - 1);
      }
    }
    return pixels;
  }
}
