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
    boolean differences = this == YCC || this == YCCK;
    if (differences) {
      colors(rows[0], rows[1], rows[2], width, pixels, at);
    }
    for (int i = differences ? 3 : 0; i < channels; i++) {
      byte[] row = rows[i];
      int to = at + i;
      for (int x = 0; x < width; x++) {
        pixels[to] = row[x];
        to += channels;
      }
    }
  }

  /** Writes red, green and blue, or what is missing of them to white. */
  private void colors(byte[] y, byte[] cb, byte[] cr, int width, byte[] pixels, int at) {
    int inverted = this == YCCK ? 0xff : 0;
    int to = at;
    for (int x = 0; x < width; x++) {
      int bright = (y[x] & 0xff) + ColorTables.BELOW;
      int blue = cb[x] & 0xff;
      int red = cr[x] & 0xff;
      int green = (ColorTables.GREEN_OF_BLUE[blue] + ColorTables.GREEN_OF_RED[red]) >> 16;
      pixels[to] = (byte) (ColorTables.LIMITED[bright + ColorTables.RED[red]] ^ inverted);
      pixels[to + 1] = (byte) (ColorTables.LIMITED[bright + green] ^ inverted);
      pixels[to + 2] = (byte) (ColorTables.LIMITED[bright + ColorTables.BLUE[blue]] ^ inverted);
      to += channels;
    }
  }
}
