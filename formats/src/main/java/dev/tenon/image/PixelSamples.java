package dev.tenon.image;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.image.resample.ByteSamples;
import dev.tenon.formats.image.resample.ShortSamples;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Arrays;

/** Extracts the samples of a decoded image as Pillow's {@code convert} does. */
public final class PixelSamples {
  private static final byte OPAQUE = (byte) 255;

  private PixelSamples() {}

  /** Returns samples of 8 bits, of 16 the high byte. */
  static ByteSamples of(String name, BufferedImage image, ColorMode mode) {
    boolean opacity = mode == ColorMode.RGBA;
    ByteSamples colors =
        image.getColorModel() instanceof IndexColorModel
            ? fromPalette(image, opacity)
            : fromSamples(name, image, opacity);
    return mode == ColorMode.GRAYSCALE ? colors.gray() : colors;
  }

  /** Returns gray of 16 bits, without a transparent level. */
  static ShortSamples deepGray(BufferedImage image) {
    Raster raster = image.getRaster();
    int width = raster.getWidth();
    short[] data = new short[Math.multiplyExact(raster.getHeight(), width)];
    int[] row = new int[width];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
      for (int x = 0; x < width; x++) {
        data[y * width + x] = (short) row[x];
      }
    }
    return new ShortSamples(raster.getHeight(), width, data);
  }

  private static ByteSamples empty(BufferedImage image, boolean opacity) {
    int channels = opacity ? 4 : 3;
    int size =
        Math.multiplyExact(Math.multiplyExact(image.getHeight(), image.getWidth()), channels);
    return new ByteSamples(image.getHeight(), image.getWidth(), channels, new byte[size]);
  }

  private static ByteSamples fromPalette(BufferedImage image, boolean opacity) {
    ByteSamples result = empty(image, opacity);
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
  private static ByteSamples fromSamples(String name, BufferedImage image, boolean opacity) {
    Raster raster = image.getRaster();
    int bands = raster.getNumBands();
    int[] bits = raster.getSampleModel().getSampleSize();
    boolean evenBands = bands % 2 == 0;
    if (bands > 4
        || evenBands != image.getColorModel().hasAlpha()
        || Arrays.stream(bits).anyMatch(size -> size > 8 && size != 16)) {
      throw new UnsupportedModelException(
          name,
          "is an image of "
              + bands
              + " channels of "
              + bits[0]
              + " bits; expected gray or RGB of 8 or 16: convert it to RGB");
    }
    ByteSamples result = empty(image, opacity);
    byte[] data = result.data();
    int width = raster.getWidth();
    int[] row = new int[width * bands];
    // One or two channels are gray, the second and the fourth are transparency.
    int step = bands >= 3 ? 1 : 0;
    int at = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++) {
        for (int channel = 0; channel < 3; channel++) {
          int sample = row[x * bands + channel * step];
          data[at++] = eight(sample, bits[channel * step]);
        }
        if (opacity) {
          data[at++] = evenBands ? eight(row[x * bands + bands - 1], bits[bands - 1]) : OPAQUE;
        }
      }
    }
    return result;
  }

  /** Returns a sample in 8 bits: of more bits the high byte, of fewer the share of the largest. */
  private static byte eight(int sample, int bits) {
    return (byte) (bits >= 8 ? sample >> (bits - 8) : sample * 255 / ((1 << bits) - 1));
  }
}
