package dev.tenon.formats.image.jpeg;

/** The second bytes of markers; ITU-T T.81, table B.1. */
final class Marker {
  static final int BASELINE = 0xc0;
  static final int EXTENDED = 0xc1;
  static final int PROGRESSIVE = 0xc2;
  static final int HUFFMAN = 0xc4;
  static final int ARITHMETIC = 0xc9;
  static final int ARITHMETIC_PROGRESSIVE = 0xca;
  static final int RESTART = 0xd0;
  static final int END = 0xd9;
  static final int SCAN = 0xda;
  static final int QUANTIZATION = 0xdb;
  static final int INTERVAL = 0xdd;
  static final int JFIF = 0xe0;
  static final int ADOBE = 0xee;

  private Marker() {}

  /** Returns whether no segment follows. */
  static boolean standsAlone(int marker) {
    return marker == 0x01 || (marker >= RESTART && marker <= 0xd8);
  }
}
