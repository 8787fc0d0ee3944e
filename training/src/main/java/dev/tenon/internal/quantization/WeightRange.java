package dev.tenon.internal.quantization;

/**
 * The scale and the zero point of each row of a matrix: Keras' {@code
 * compute_quantization_parameters} for unsigned numbers.
 *
 * @param scale what a number minus the zero point is multiplied by
 * @param zero the number that stands for 0, in eight bits
 * @param most the greatest number
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record WeightRange(float[] scale, int[] zero, int most) {
  private static final float LEAST_SCALE = 1e-8f;

  /**
   * Looks at some columns.
   *
   * @param perRow whether each row has its own scale
   */
  static WeightRange of(
      float[][] matrix, int from, int to, int bits, boolean symmetric, boolean perRow) {
    float[] scale = new float[matrix.length];
    int[] zero = new int[matrix.length];
    float[] all = {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    float[][] limits = new float[matrix.length][];
    for (int row = 0; row < matrix.length; row++) {
      limits[row] = new float[] {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
      for (int i = from; i < to; i++) {
        for (float[] limit : new float[][] {limits[row], all}) {
          limit[0] = Math.min(limit[0], matrix[row][i]);
          limit[1] = Math.max(limit[1], matrix[row][i]);
        }
      }
    }
    int most = (1 << bits) - 1;
    for (int row = 0; row < matrix.length; row++) {
      float low = perRow ? limits[row][0] : all[0];
      float high = perRow ? limits[row][1] : all[1];
      if (symmetric) {
        high = Math.max(Math.abs(low), high);
        low = low < 0 ? -high : low;
      }
      if (low == high) {
        low -= 1;
        high += 1;
      }
      float step = (high - low) / most;
      scale[row] = step <= 0 ? LEAST_SCALE : step;
      double offset = symmetric ? (most + 1) / 2.0 : Math.rint(-low / scale[row]);
      zero[row] = Math.floorMod((int) offset, 256);
    }
    return new WeightRange(scale, zero, most);
  }

  /** Returns the number of a weight in a row. */
  float number(int row, float weight) {
    float number = (float) Math.rint(weight / scale[row] + zero[row]);
    return Math.min(Math.max(number, 0), most);
  }

  /** Returns the weight that a number stands for. */
  float weight(int row, float number) {
    return scale[row] * (number - zero[row]);
  }
}
