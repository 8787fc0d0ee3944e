package dev.tenon.formats.image.jpeg;

import java.util.Arrays;

/** The integer inverse discrete cosine transforms of libjpeg. */
public enum InverseDct {
  /** {@code JDCT_ISLOW}, which Pillow takes: 13-bit constants. */
  ACCURATE {
    @Override
    int[] multipliers(int[] quantization) {
      return quantization.clone();
    }

    @Override
    void transform(int[] block, long coefficients, byte[] plane, int at, int stride) {
      AccurateDct.transform(block, plane, at, stride);
    }

    @Override
    int level(int coefficient) {
      return AccurateDct.level(coefficient);
    }
  },
  /** {@code JDCT_IFAST}, which {@code tf.io.decode_image} takes: 8-bit constants. */
  FAST {
    @Override
    int[] multipliers(int[] quantization) {
      return FastDct.multipliers(quantization);
    }

    @Override
    void transform(int[] block, long coefficients, byte[] plane, int at, int stride) {
      FastDct.transform(block, coefficients, plane, at, stride);
    }

    @Override
    int level(int coefficient) {
      return FastDct.level(coefficient);
    }
  };

  /** Says that each coefficient may differ from 0. */
  static final long ALL = -1;

  /** Number of coefficients of a block. */
  static final int SIZE = 64;

  /** Returns the factors of coefficients; both in rows. */
  abstract int[] multipliers(int[] quantization);

  /**
   * Writes the 8 by 8 samples of a block.
   *
   * @param block multiplied coefficients, 16 bits each; overwritten
   * @param coefficients a bit for each coefficient that may differ from 0; the first always may
   */
  abstract void transform(int[] block, long coefficients, byte[] plane, int at, int stride);

  /** Writes the samples of a block that has the lowest frequency alone. */
  final void transformFlat(int coefficient, byte[] plane, int at, int stride) {
    byte sample = sample(level(coefficient));
    for (int y = 0; y < 8; y++) {
      int row = at + y * stride;
      Arrays.fill(plane, row, row + 8, sample);
    }
  }

  /** Returns what all samples are of such a block. */
  abstract int level(int coefficient);

  /**
   * Returns whether eight coefficients have no frequency but the lowest, as most of a photograph.
   */
  static boolean isFlat(int[] v, int at, int step) {
    return (v[at + step]
            | v[at + 2 * step]
            | v[at + 3 * step]
            | v[at + 4 * step]
            | v[at + 5 * step]
            | v[at + 6 * step]
            | v[at + 7 * step])
        == 0;
  }

  static void fill(int[] v, int at, int step, int value) {
    for (int i = 0; i < 8; i++) {
      v[at + i * step] = value;
    }
  }

  /** Returns the sample of a level around zero. */
  static byte sample(int level) {
    return (byte) (Math.max(-128, Math.min(127, level)) + 128);
  }
}
