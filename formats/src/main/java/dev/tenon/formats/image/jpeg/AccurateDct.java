package dev.tenon.formats.image.jpeg;

/**
 * The slow integer transform of libjpeg, of Loeffler, Ligtenberg and Moschytz (1989): 12
 * multiplications and 32 additions for eight values.
 */
final class AccurateDct {
  /** Fraction bits of the constants. */
  private static final int CONSTANT = 13;

  /** Fraction bits that the first pass keeps. */
  private static final int KEPT = 2;

  private AccurateDct() {}

  static void transform(int[] block, byte[] plane, int at, int stride) {
    for (int x = 0; x < 8; x++) {
      pass(block, x, 8, CONSTANT - KEPT);
    }
    for (int y = 0; y < 8; y++) {
      pass(block, 8 * y, 1, CONSTANT + KEPT + 3);
      for (int x = 0; x < 8; x++) {
        plane[at + y * stride + x] = InverseDct.sample(block[8 * y + x]);
      }
    }
  }

  static int level(int coefficient) {
    int column = scaled(coefficient << CONSTANT, CONSTANT - KEPT);
    return scaled(column << CONSTANT, CONSTANT + KEPT + 3);
  }

  private static void pass(int[] v, int at, int step, int shift) {
    if (InverseDct.isFlat(v, at, step)) {
      InverseDct.fill(v, at, step, scaled(v[at] << CONSTANT, shift));
      return;
    }
    int sum = (v[at + 2 * step] + v[at + 6 * step]) * 4433;
    int low = sum - v[at + 6 * step] * 15137;
    int high = sum + v[at + 2 * step] * 6270;
    int plus = (v[at] + v[at + 4 * step]) << CONSTANT;
    int minus = (v[at] - v[at + 4 * step]) << CONSTANT;
    int even0 = plus + high;
    int even3 = plus - high;
    int even1 = minus + low;
    int even2 = minus - low;

    int v7 = v[at + 7 * step];
    int v5 = v[at + 5 * step];
    int v3 = v[at + 3 * step];
    int v1 = v[at + step];
    int all = (v7 + v3 + v5 + v1) * 9633;
    int a = (v7 + v1) * -7373;
    int b = (v5 + v3) * -20995;
    int c = (v7 + v3) * -16069 + all;
    int d = (v5 + v1) * -3196 + all;
    int odd0 = v7 * 2446 + a + c;
    int odd1 = v5 * 16819 + b + d;
    int odd2 = v3 * 25172 + b + c;
    int odd3 = v1 * 12299 + a + d;

    v[at] = scaled(even0 + odd3, shift);
    v[at + 7 * step] = scaled(even0 - odd3, shift);
    v[at + step] = scaled(even1 + odd2, shift);
    v[at + 6 * step] = scaled(even1 - odd2, shift);
    v[at + 2 * step] = scaled(even2 + odd1, shift);
    v[at + 5 * step] = scaled(even2 - odd1, shift);
    v[at + 3 * step] = scaled(even3 + odd0, shift);
    v[at + 4 * step] = scaled(even3 - odd0, shift);
  }

  /** Rounds, and holds the result in 16 bits, as processors do eight at a time. */
  private static int scaled(int value, int shift) {
    int rounded = (value + (1 << (shift - 1))) >> shift;
    return Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, rounded));
  }
}
