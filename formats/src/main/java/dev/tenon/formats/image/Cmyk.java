package dev.tenon.formats.image;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Reads JPEGs of four inks, which Java hands over as they are stored, with Pillow's rounding.
 *
 * <p>As Pillow, it takes all of them to hold 255 for no ink, as Adobe writes them.
 */
final class Cmyk {
  private static final int MARKER = 0xff;
  private static final int ADOBE = 0xee;
  private static final int SCAN = 0xda;
  private static final byte[] NAME = "Adobe".getBytes(StandardCharsets.US_ASCII);

  /** Where Adobe's segment says how the inks were changed. */
  private static final int TRANSFORM = 11;

  private Cmyk() {}

  /** Returns the picture in red, green and blue. */
  static BufferedImage read(ImageReader reader, ImageInputStream stream) throws IOException {
    Raster raster = reader.readRaster(0, null);
    if (raster.getNumBands() != 4) {
      throw new IOException("Unsupported: " + raster.getNumBands() + " channels");
    }
    boolean changed = isChanged(stream);
    int width = raster.getWidth();
    BufferedImage image = new BufferedImage(width, raster.getHeight(), BufferedImage.TYPE_INT_RGB);
    int[] row = new int[width * 4];
    int[] colors = new int[width];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++) {
        colors[x] = color(row, 4 * x, changed);
      }
      image.setRGB(0, y, width, 1, colors, 0, width);
    }
    return image;
  }

  private static int color(int[] row, int at, boolean changed) {
    int red = row[at];
    int green = row[at + 1];
    int blue = row[at + 2];
    if (changed) {
      // Brightness and two colors, of the inks: the JPEG standard's numbers in libjpeg's 16 bits.
      int bright = row[at];
      int first = row[at + 1] - 128;
      int second = row[at + 2] - 128;
      int half = 1 << 15;
      red = 255 - limited(bright + ((91_881 * second + half) >> 16));
      green = 255 - limited(bright + ((-22_554 * first - 46_802 * second + half) >> 16));
      blue = 255 - limited(bright + ((116_130 * first + half) >> 16));
    }
    int key = row[at + 3];
    return inked(red, key) << 16 | inked(green, key) << 8 | inked(blue, key);
  }

  private static int limited(int value) {
    return Math.max(0, Math.min(255, value));
  }

  /** Returns what is left of the paper's brightness under an ink and black. */
  private static int inked(int bright, int key) {
    int product = (255 - bright) * key + 128;
    return limited(key - (((product >> 8) + product) >> 8));
  }

  /** Says whether the file holds brightness and two colors in the place of three inks. */
  private static boolean isChanged(ImageInputStream stream) throws IOException {
    stream.seek(2);
    while (stream.readUnsignedByte() == MARKER) {
      int kind = stream.readUnsignedByte();
      while (kind == MARKER) {
        kind = stream.readUnsignedByte();
      }
      if (kind == SCAN) {
        return false;
      }
      byte[] segment = new byte[Math.max(0, stream.readUnsignedShort() - 2)];
      stream.readFully(segment);
      if (kind == ADOBE && segment.length > TRANSFORM && startsWithName(segment)) {
        return segment[TRANSFORM] != 0;
      }
    }
    return false;
  }

  private static boolean startsWithName(byte[] segment) {
    for (int i = 0; i < NAME.length; i++) {
      if (segment[i] != NAME[i]) {
        return false;
      }
    }
    return true;
  }
}
