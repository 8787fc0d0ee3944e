package dev.tenon.formats.image;

import dev.tenon.error.UnsupportedModelException;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/** Takes the samples out of a decoded picture as Pillow's {@code convert} does. */
final class Samples {
  private static final int OPAQUE = 255;

  private Samples() {}

  static Pixels of(String name, BufferedImage image, ColorMode mode) {
    if (mode == ColorMode.GRAYSCALE && isDeepGray(image)) {
      return deepGray(image);
    }
    boolean opacity = mode == ColorMode.RGBA;
    Bytes colors =
        image.getColorModel() instanceof IndexColorModel
            ? fromPalette(image, opacity)
            : fromSamples(name, image, opacity);
    return mode == ColorMode.GRAYSCALE ? colors.gray() : colors;
  }

  /** Returns the same in eight bits, as TensorFlow decodes: the high byte of sixteen. */
  static Bytes eightBits(String name, BufferedImage image, ColorMode mode) {
    Pixels pixels = isDeepGray(image) ? deepGray(image) : of(name, image, mode);
    if (pixels instanceof Bytes bytes) {
      return bytes;
    }
    short[] deep = ((Shorts) pixels).data();
    int channels = mode.channels();
    Bytes result =
        new Bytes(pixels.height(), pixels.width(), channels, new byte[deep.length * channels]);
    for (int i = 0; i < result.data().length; i++) {
      boolean opacity = i % channels == 3;
      result.data()[i] = (byte) (opacity ? OPAQUE : (deep[i / channels] & 0xffff) >> 8);
    }
    return result;
  }

  private static boolean isDeepGray(BufferedImage image) {
    Raster raster = image.getRaster();
    return raster.getNumBands() == 1 && raster.getSampleModel().getSampleSize(0) == 16;
  }

  private static Shorts deepGray(BufferedImage image) {
    Raster raster = image.getRaster();
    int width = raster.getWidth();
    short[] data = new short[Math.multiplyExact(raster.getHeight(), width)];
    int[] row = new int[width];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++) {
        data[y * width + x] = (short) row[x];
      }
    }
    return new Shorts(raster.getHeight(), width, data);
  }

  private static Bytes empty(BufferedImage image, boolean opacity) {
    int channels = opacity ? 4 : 3;
    int size =
        Math.multiplyExact(Math.multiplyExact(image.getHeight(), image.getWidth()), channels);
    return new Bytes(image.getHeight(), image.getWidth(), channels, new byte[size]);
  }

  private static Bytes fromPalette(BufferedImage image, boolean opacity) {
    Bytes result = empty(image, opacity);
    int width = image.getWidth();
    int[] row = new int[width];
    int at = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int pixel : row) {
        result.data()[at++] = (byte) (pixel >> 16);
        result.data()[at++] = (byte) (pixel >> 8);
        result.data()[at++] = (byte) pixel;
        if (opacity) {
          result.data()[at++] = (byte) (pixel >> 24);
        }
      }
    }
    return result;
  }

  /** Reads the samples as stored: Java's own conversion would apply color profiles and gamma. */
  private static Bytes fromSamples(String name, BufferedImage image, boolean opacity) {
    Raster raster = image.getRaster();
    int bands = raster.getNumBands();
    int bits = raster.getSampleModel().getSampleSize(0);
    boolean evenBands = bands % 2 == 0;
    if (bands > 4 || evenBands != image.getColorModel().hasAlpha() || (bits != 8 && bits != 16)) {
      throw new UnsupportedModelException(
          name
              + ": is a picture of "
              + bands
              + " channels of "
              + bits
              + " bits (CMYK, perhaps); expected gray or RGB of 8 or 16: convert it to RGB");
    }
    Bytes result = empty(image, opacity);
    byte[] data = result.data();
    int width = raster.getWidth();
    int[] row = new int[width * bands];
    int shift = bits - 8;
    // Pillow keeps 16 bits of gray alone, and cuts them off above 255 where it makes colors of
    // them; in all other pictures it takes the high byte.
    boolean cut = isDeepGray(image);
    // One or two channels are gray, the second and the fourth are transparency.
    int step = bands >= 3 ? 1 : 0;
    int at = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++) {
        for (int channel = 0; channel < 3; channel++) {
          int sample = row[x * bands + channel * step];
          data[at++] = (byte) (cut ? Math.min(255, sample) : sample >> shift);
        }
        if (opacity) {
          data[at++] = (byte) (evenBands ? row[x * bands + bands - 1] >> shift : OPAQUE);
        }
      }
    }
    return result;
  }
}
