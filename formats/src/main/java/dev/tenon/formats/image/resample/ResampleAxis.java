package dev.tenon.formats.image.resample;

/**
 * The source pixels and weights of each result pixel along one axis, as in Pillow.
 *
 * @param changes whether the axis changes at all
 * @param first the first source pixel of each result pixel
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record ResampleAxis(boolean changes, int[] first, double[][] weights) {
  private static final int PRECISION = 22;

  /**
   * Reckons the weights.
   *
   * @param length of the axis
   * @param from the start of the part to resize
   * @param until its end; pixels beyond still count, as in Pillow
   */
  public static ResampleAxis of(ResampleFilter filter, int length, int from, int until, int to) {
    double scale = (double) (until - from) / to;
    double stretch = Math.max(scale, 1);
    double support = filter.support() * stretch;
    int[] first = new int[to];
    double[][] all = new double[to][];
    for (int i = 0; i < to; i++) {
      double center = from + (i + 0.5) * scale;
      int start = Math.max(0, (int) (center - support + 0.5));
      int end = Math.min(length, (int) (center + support + 0.5));
      double[] weights = new double[end - start];
      double total = 0;
      for (int k = 0; k < weights.length; k++) {
        weights[k] = filter.weight((k + start - center + 0.5) * (1 / stretch));
        total += weights[k];
      }
      for (int k = 0; k < weights.length && total != 0; k++) {
        weights[k] /= total;
      }
      first[i] = start;
      all[i] = weights;
    }
    return new ResampleAxis(to != length || from != 0 || until != length, first, all);
  }

  /** Returns the length of the result. */
  int length() {
    return first.length;
  }

  /** Returns the weights of one result pixel in the fixed-point form that eight bits take. */
  int[] fixed(int i) {
    int[] fixed = new int[weights[i].length];
    for (int k = 0; k < fixed.length; k++) {
      double weight = weights[i][k] * (1 << PRECISION);
      fixed[k] = (int) (weight < 0 ? weight - 0.5 : weight + 0.5);
    }
    return fixed;
  }

  static byte sum(byte[] data, int start, int step, int[] fixed) {
    int sum = 1 << (PRECISION - 1);
    int at = start;
    for (int weight : fixed) {
      sum += (data[at] & 0xff) * weight;
      at += step;
    }
    return (byte) Math.max(0, Math.min(255, sum >> PRECISION));
  }

  static short sum(short[] data, int start, int step, double[] weights) {
    double sum = 0;
    int at = start;
    for (double weight : weights) {
      sum += (data[at] & 0xffff) * weight;
      at += step;
    }
    long rounded = (long) (sum >= 0 ? Math.floor(sum + 0.5) : -Math.floor(-sum + 0.5));
    return (short) Math.max(0, Math.min(0xffff, rounded));
  }
}
