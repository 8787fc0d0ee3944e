package dev.tenon.formats.image.jpeg;

import java.util.Arrays;

/**
 * The fast integer transform of libjpeg, of Arai, Agui and Nakajima (1988): most multiplications
 * are in the quantization tables, and fractions are cut off.
 *
 * <p>All values are held in 16 bits, as libjpeg-turbo does.
 */
final class FastDct {
  /** Fraction bits of the constants. */
  private static final int CONSTANT = 8;

  /** Fraction bits that the first pass keeps, in the multipliers. */
  private static final int KEPT = 2;

  /** The factors of the eight frequencies along an axis, in 14 bits. */
  private static final int[][] SCALES = {
    {16384, 22725, 21407, 19266, 16384, 12873, 8867, 4520},
    {22725, 31521, 29692, 26722, 22725, 17855, 12299, 6270},
    {21407, 29692, 27969, 25172, 21407, 16819, 11585, 5906},
    {19266, 26722, 25172, 22654, 19266, 15137, 10426, 5315},
    {16384, 22725, 21407, 19266, 16384, 12873, 8867, 4520},
    {12873, 17855, 16819, 15137, 12873, 10114, 6967, 3552},
    {8867, 12299, 11585, 10426, 8867, 6967, 4799, 2446},
    {4520, 6270, 5906, 5315, 4520, 3552, 2446, 1247}
  };

  private FastDct() {}

  static int[] multipliers(int[] quantization) {
    int[] result = new int[InverseDct.SIZE];
    int shift = 14 - KEPT;
    for (int i = 0; i < result.length; i++) {
      result[i] = (short) ((quantization[i] * SCALES[i / 8][i % 8] + (1 << (shift - 1))) >> shift);
    }
    return result;
  }

  static void transform(int[] block, long coefficients, byte[] plane, int at, int stride) {
    long tall = coefficients >>> 8;
    tall |= tall >>> 32;
    tall |= tall >>> 16;
    tall |= tall >>> 8;
    long wide = (tall | coefficients) & 0xfe;
    for (int x = 0; x < 8; x++) {
      // A column without higher frequencies holds one number.
      if ((tall >> x & 1) == 0) {
        InverseDct.fill(block, x, 8, (short) block[x]);
      } else {
        pass(block, x, 8);
      }
    }
    for (int y = 0; y < 8; y++) {
      int row = at + y * stride;
      if (wide == 0) {
        Arrays.fill(plane, row, row + 8, InverseDct.sample(block[8 * y] >> (KEPT + 3)));
        continue;
      }
      pass(block, 8 * y, 1);
      for (int x = 0; x < 8; x++) {
        plane[row + x] = InverseDct.sample(block[8 * y + x] >> (KEPT + 3));
      }
    }
  }

  static int level(int coefficient) {
    return (short) coefficient >> (KEPT + 3);
  }

  private static void pass(int[] v, int at, int step) {
    int even10 = (short) (v[at] + v[at + 4 * step]);
    int even11 = (short) (v[at] - v[at + 4 * step]);
    int even13 = (short) (v[at + 2 * step] + v[at + 6 * step]);
    int even12 = (short) (times(v[at + 2 * step] - v[at + 6 * step], 362) - even13);
    int even0 = even10 + even13;
    int even3 = even10 - even13;
    int even1 = even11 + even12;
    int even2 = even11 - even12;

    int z13 = (short) (v[at + 5 * step] + v[at + 3 * step]);
    int z10 = (short) (v[at + 5 * step] - v[at + 3 * step]);
    int z11 = (short) (v[at + step] + v[at + 7 * step]);
    int z12 = (short) (v[at + step] - v[at + 7 * step]);
    int odd7 = (short) (z11 + z13);
    int odd11 = times(z11 - z13, 362);
    int z5 = times(z10 + z12, 473);
    int odd10 = times(z12, 277) - z5;
    // 2.613 does not fit into 16 bits with its fraction: it is 1.613 and 1.
    int odd12 = times(z10, -413) - z10 + z5;
    int odd6 = (short) (odd12 - odd7);
    int odd5 = (short) (odd11 - odd6);
    int odd4 = (short) (odd10 + odd5);

    v[at] = (short) (even0 + odd7);
    v[at + 7 * step] = (short) (even0 - odd7);
    v[at + step] = (short) (even1 + odd6);
    v[at + 6 * step] = (short) (even1 - odd6);
    v[at + 2 * step] = (short) (even2 + odd5);
    v[at + 5 * step] = (short) (even2 - odd5);
    v[at + 4 * step] = (short) (even3 + odd4);
    v[at + 3 * step] = (short) (even3 - odd4);
  }

  /** Multiplies by a constant; two bits go to the value and six to the constant, in 16 each. */
  private static int times(int value, int constant) {
    return ((short) (value << 2) * (constant << (16 - 2 - CONSTANT))) >> 16;
  }
}
