package dev.tenon.formats.image.jpeg;

/** What the components of a JPEG are, and how they become gray, RGB or CMYK. */
enum ColorSpace {
  /** One component of brightness. */
  GRAY(1),
  /** Brightness and the differences of blue and red. */
  YCC(3),
  /** Red, green and blue. */
  RGB(3),
  /** Cyan, magenta, yellow and black. */
  CMYK(4),
  /** CMYK whose first three are stored as {@link #YCC}. */
  YCCK(4);

  private final int channels;

  ColorSpace(int channels) {
    this.channels = channels;
  }

  int channels() {
    return channels;
  }

  /** Converts a row of full components to pixels. */
  void convert(byte[][] rows, int width, byte[] pixels, int at) {
    int to = at;
    for (int x = 0; x < width; x++) {
      if (this == YCC || this == YCCK) {
        int bright = rows[0][x] & 0xff;
        int blue = (rows[1][x] & 0xff) - 128;
        int red = (rows[2][x] & 0xff) - 128;
        int half = 1 << 15;
        // 1.402, 0.34414, 0.71414 and 1.772 with 16 bits of fraction.
        int r = limited(bright + ((91_881 * red + half) >> 16));
        int g = limited(bright + ((-22_554 * blue - 46_802 * red + half) >> 16));
        int b = limited(bright + ((116_130 * blue + half) >> 16));
        boolean inks = this == YCCK;
        pixels[to++] = (byte) (inks ? 255 - r : r);
        pixels[to++] = (byte) (inks ? 255 - g : g);
        pixels[to++] = (byte) (inks ? 255 - b : b);
        if (inks) {
          pixels[to++] = rows[3][x];
        }
      } else {
        for (byte[] row : rows) {
          pixels[to++] = row[x];
        }
      }
    }
  }

  private static int limited(int value) {
    return Math.max(0, Math.min(255, value));
  }
}
