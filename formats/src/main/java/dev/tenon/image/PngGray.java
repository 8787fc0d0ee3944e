package dev.tenon.image;

import dev.tenon.formats.image.resample.ByteSamples;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * Makes gray of a PNG's colors as libpng does for TensorFlow: 0.299, 0.587 and 0.114 in 15 bits, of
 * the linear light where the file says what its samples mean.
 *
 * <p>The light of 16 bits is not made linear.
 */
final class PngGray {
  private static final int ONE = 100_000;

  /** Exponents so near to 1 change nothing. */
  private static final int THRESHOLD = 5_000;

  private PngGray() {}

  static ByteSamples of(String name, BufferedImage image, PngHeader png) {
    if (png.isDeep() && !(image.getColorModel() instanceof IndexColorModel)) {
      return deep(image);
    }
    ByteSamples colors = PixelSamples.of(name, image, ColorMode.RGB);
    boolean linear = png.gamma() > 0 && Math.abs(png.gamma() - ONE) > THRESHOLD;
    int[] toLight = table(linear ? inverse(png.gamma()) : ONE);
    int[] fromLight = table(linear ? inverse(inverse(png.gamma())) : ONE);
    byte[] gray = new byte[colors.height() * colors.width()];
    for (int i = 0; i < gray.length; i++) {
      int red = colors.data()[3 * i] & 0xff;
      int green = colors.data()[3 * i + 1] & 0xff;
      int blue = colors.data()[3 * i + 2] & 0xff;
      if (red == green && red == blue) {
        gray[i] = (byte) red;
      } else if (linear) {
        int light = (weighted(toLight[red], toLight[green], toLight[blue]) + (1 << 14)) >> 15;
        gray[i] = (byte) fromLight[light];
      } else {
        // Without rounding, unlike all the others.
        gray[i] = (byte) (weighted(red, green, blue) >> 15);
      }
    }
    return new ByteSamples(colors.height(), colors.width(), 1, gray);
  }

  private static int weighted(int red, int green, int blue) {
    return red * 9_797 + green * 19_234 + blue * 3_737;
  }

  private static int inverse(int exponent) {
    return (int) Math.floor(1e10 / exponent + 0.5);
  }

  private static int[] table(int exponent) {
    int[] table = new int[256];
    for (int i = 0; i < table.length; i++) {
      boolean plain = exponent == ONE || i == 0 || i == 255;
      table[i] = plain ? i : (int) Math.floor(255 * Math.pow(i / 255.0, exponent * 1e-5) + 0.5);
    }
    return table;
  }

  private static ByteSamples deep(BufferedImage image) {
    Raster raster = image.getRaster();
    int bands = raster.getNumBands();
    int width = raster.getWidth();
    byte[] gray = new byte[Math.multiplyExact(raster.getHeight(), width)];
    int[] row = new int[Math.multiplyExact(width, bands)];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int at = x * bands;
        int level = row[at];
        if (bands >= 3 && (level != row[at + 1] || level != row[at + 2])) {
          long sum = 9_797L * level + 19_234L * row[at + 1] + 3_737L * row[at + 2];
          level = (int) ((sum + (1 << 14)) >> 15);
        }
        gray[y * width + x] = (byte) (level >> 8);
      }
    }
    return new ByteSamples(raster.getHeight(), width, 1, gray);
  }
}
