package dev.tenon.formats.image;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * Eight-bit samples in rows, the channels of a pixel side by side.
 *
 * @param data unsigned bytes
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and too large to copy.
record Pixels(int height, int width, int channels, byte[] data) {
  static Pixels of(String name, BufferedImage image, ColorMode mode) {
    int height = image.getHeight();
    int width = image.getWidth();
    byte[] rgb = new byte[Math.multiplyExact(Math.multiplyExact(height, width), 3)];
    if (image.getColorModel() instanceof IndexColorModel) {
      fromPalette(image, rgb);
    } else {
      fromSamples(name, image, rgb);
    }
    Pixels pixels = new Pixels(height, width, 3, rgb);
    return mode == ColorMode.RGB ? pixels : pixels.gray();
  }

  private static void fromPalette(BufferedImage image, byte[] rgb) {
    int width = image.getWidth();
    int[] row = new int[width];
    int at = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int pixel : row) {
        rgb[at++] = (byte) (pixel >> 16);
        rgb[at++] = (byte) (pixel >> 8);
        rgb[at++] = (byte) pixel;
      }
    }
  }

  /** Reads the samples as stored: Java's own conversion would apply color profiles and gamma. */
  private static void fromSamples(String name, BufferedImage image, byte[] rgb) {
    Raster raster = image.getRaster();
    int bands = raster.getNumBands();
    int bits = raster.getSampleModel().getSampleSize(0);
    boolean evenBands = bands % 2 == 0;
    if (bands > 4
        || evenBands != image.getColorModel().hasAlpha()
        || (bits != 8 && bits != 16)
        || (bits == 16 && bands < 3)) {
      throw new UnsupportedModelException(
          name
              + ": is a picture of "
              + bands
              + " channels of "
              + bits
              + " bits (CMYK, perhaps); expected 8-bit gray or RGB: convert it to RGB");
    }
    int width = raster.getWidth();
    int[] row = new int[width * bands];
    int shift = bits - 8;
    // One or two channels are gray, the second and the fourth are transparency.
    int step = bands >= 3 ? 1 : 0;
    int at = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++) {
        for (int channel = 0; channel < 3; channel++) {
          rgb[at++] = (byte) (row[x * bands + channel * step] >> shift);
        }
      }
    }
  }

  private Pixels gray() {
    byte[] gray = new byte[height * width];
    for (int i = 0; i < gray.length; i++) {
      int red = data[3 * i] & 0xff;
      int green = data[3 * i + 1] & 0xff;
      int blue = data[3 * i + 2] & 0xff;
      // Pillow's fixed-point form of 0.299 R + 0.587 G + 0.114 B.
      gray[i] = (byte) ((red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16);
    }
    return new Pixels(height, width, 1, gray);
  }

  Tensor toTensor() {
    Tensor.Writer writer = new Tensor.Writer(DType.FLOAT32, data.length);
    for (int i = 0; i < data.length; i++) {
      writer.set(i, (double) (data[i] & 0xff));
    }
    return writer.build(height, width, channels);
  }
}
