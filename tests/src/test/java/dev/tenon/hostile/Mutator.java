package dev.tenon.hostile;

import java.util.Random;

/** Makes a damaged file out of a good one. */
interface Mutator {
  /**
   * Returns a mutant.
   *
   * @param good the bytes of a good file, which stay as they are
   * @param random the only source of chance, so that a seed gives the same mutant again
   */
  byte[] mutate(byte[] good, Random random);

  /** Returns one of the numbers at which programs go wrong. */
  static long wild(Random random) {
    return switch (random.nextInt(16)) {
      case 0 -> 0;
      case 1 -> 1;
      case 2 -> -1;
      case 3 -> -2;
      case 4 -> 2;
      case 5 -> Byte.MAX_VALUE;
      case 6 -> 255;
      case 7 -> 65_535;
      case 8 -> Integer.MAX_VALUE;
      case 9 -> Integer.MIN_VALUE;
      case 10 -> 1L << 31;
      case 11 -> 0xffff_ffffL;
      case 12 -> Long.MAX_VALUE;
      case 13 -> Long.MIN_VALUE;
      case 14 -> 1L << (8 + random.nextInt(50));
      default -> random.nextInt(10_000);
    };
  }
}
