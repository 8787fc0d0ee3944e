package dev.tenon.image;

import dev.tenon.formats.image.jpeg.InverseDct;
import dev.tenon.formats.image.jpeg.JpegDecoder;
import dev.tenon.formats.image.jpeg.JpegImage;
import dev.tenon.formats.image.resample.ByteSamples;

/** Brings JPEGs to the channels that are wanted, as Pillow does and as TensorFlow does. */
final class JpegPixels {
  private JpegPixels() {}

  static ByteSamples pillow(String name, byte[] file, ColorMode mode) {
    // Pillow decodes colors, and makes gray of them.
    JpegImage image =
        JpegDecoder.decode(name, file, InverseDct.ACCURATE, false, Images.MOST_PIXELS);
    return image.channels() == 4
        ? converted(colors(image, true), mode)
        : converted(bytes(image), mode);
  }

  static ByteSamples tensorflow(String name, byte[] file, ColorMode mode) {
    boolean gray = mode == ColorMode.GRAYSCALE;
    JpegImage image = JpegDecoder.decode(name, file, InverseDct.FAST, gray, Images.MOST_PIXELS);
    return image.channels() == 4
        ? converted(colors(image, false), mode)
        : converted(bytes(image), mode);
  }

  private static ByteSamples bytes(JpegImage image) {
    return new ByteSamples(image.height(), image.width(), image.channels(), image.data());
  }

  private static ByteSamples converted(ByteSamples pixels, ColorMode mode) {
    return mode == ColorMode.GRAYSCALE && pixels.channels() > 1
        ? pixels.gray()
        : pixels.withChannels(mode.channels());
  }

  /** Mixes the colors of four inks. */
  private static ByteSamples colors(JpegImage image, boolean pillow) {
    byte[] inks = image.data();
    byte[] colors = new byte[inks.length / 4 * 3];
    for (int i = 0; i < colors.length; i++) {
      int ink = inks[i / 3 * 4 + i % 3] & 0xff;
      int key = inks[i / 3 * 4 + 3] & 0xff;
      colors[i] = (byte) (pillow ? pillow(ink, key) : tensorflow(ink, key, image.adobe()));
    }
    return new ByteSamples(image.height(), image.width(), 3, colors);
  }

  /** As Pillow, which takes all files to hold 255 for no ink, as Adobe writes them. */
  private static int pillow(int ink, int key) {
    int product = (255 - ink) * key + 128;
    return Math.max(0, Math.min(255, key - (((product >> 8) + product) >> 8)));
  }

  private static int tensorflow(int ink, int key, boolean adobe) {
    return adobe ? key * ink / 255 : (255 - key) * (255 - ink) / 255;
  }
}
