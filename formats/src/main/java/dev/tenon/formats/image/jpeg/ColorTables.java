package dev.tenon.formats.image.jpeg;

/**
 * What the differences of colors add to a brightness, as libjpeg has it in tables: 1.402, 0.34414,
 * 0.71414 and 1.772 with 16 bits of fraction.
 */
final class ColorTables {
  /** How far a sum may lie below zero, and above 255. */
  static final int BELOW = 256;

  static final int[] RED = new int[256];
  static final int[] BLUE = new int[256];

  /** The two parts of green still have their fractions. */
  static final int[] GREEN_OF_RED = new int[256];

  static final int[] GREEN_OF_BLUE = new int[256];

  /** A sum within 0 and 255, from {@link #BELOW} on. */
  static final byte[] LIMITED = new byte[256 + 2 * BELOW];

  static {
    int half = 1 << 15;
    for (int i = 0; i < 256; i++) {
      int difference = i - 128;
      RED[i] = (91_881 * difference + half) >> 16;
      BLUE[i] = (116_130 * difference + half) >> 16;
      GREEN_OF_RED[i] = -46_802 * difference + half;
      GREEN_OF_BLUE[i] = -22_554 * difference;
    }
    for (int i = 0; i < LIMITED.length; i++) {
      LIMITED[i] = (byte) Math.max(0, Math.min(255, i - BELOW));
    }
  }

  private ColorTables() {}
}
