package dev.tenon.formats.image;

/**
 * Weights neighbours by a triangle, in the fixed-point arithmetic of Pillow.
 *
 * <p>Columns come first, and are rounded to bytes before the rows: two details that decide the last
 * bit. (Pillow 13 takes rows first where that is less work; a value may then differ by one.)
 */
final class BilinearResize {
  private static final int PRECISION = 22;

  private BilinearResize() {}

  /**
   * Which pixels a result pixel takes, and how much of each.
   *
   * @param first the first one, for each result pixel
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Weights(int[] first, int[][] weights) {}

  static Pixels resize(Pixels from, int height, int width) {
    Pixels wide = width == from.width() ? from : columns(from, width);
    return height == wide.height() ? wide : rows(wide, height);
  }

  private static Pixels columns(Pixels from, int width) {
    Weights weights = weights(from.width(), width);
    int channels = from.channels();
    byte[] data = new byte[Math.multiplyExact(Math.multiplyExact(from.height(), width), channels)];
    int at = 0;
    for (int y = 0; y < from.height(); y++) {
      for (int x = 0; x < width; x++) {
        int start = (y * from.width() + weights.first[x]) * channels;
        for (int channel = 0; channel < channels; channel++) {
          data[at++] = sum(from.data(), start + channel, channels, weights.weights[x]);
        }
      }
    }
    return new Pixels(from.height(), width, channels, data);
  }

  private static Pixels rows(Pixels from, int height) {
    Weights weights = weights(from.height(), height);
    int stride = from.width() * from.channels();
    byte[] data = new byte[Math.multiplyExact(height, stride)];
    int at = 0;
    for (int y = 0; y < height; y++) {
      int start = weights.first[y] * stride;
      for (int i = 0; i < stride; i++) {
        data[at++] = sum(from.data(), start + i, stride, weights.weights[y]);
      }
    }
    return new Pixels(height, from.width(), from.channels(), data);
  }

  private static byte sum(byte[] data, int start, int step, int[] weights) {
    int sum = 1 << (PRECISION - 1);
    int at = start;
    for (int weight : weights) {
      sum += (data[at] & 0xff) * weight;
      at += step;
    }
    return (byte) Math.max(0, Math.min(255, sum >> PRECISION));
  }

  private static Weights weights(int from, int to) {
    double scale = (double) from / to;
    double support = Math.max(scale, 1);
    int[] first = new int[to];
    int[][] all = new int[to][];
    for (int i = 0; i < to; i++) {
      double center = (i + 0.5) * scale;
      int start = Math.max(0, (int) (center - support + 0.5));
      int end = Math.min(from, (int) (center + support + 0.5));
      double[] weights = new double[end - start];
      double total = 0;
      for (int k = 0; k < weights.length; k++) {
        double distance = Math.abs((k + start - center + 0.5) * (1 / support));
        weights[k] = distance < 1 ? 1 - distance : 0;
        total += weights[k];
      }
      int[] fixed = new int[weights.length];
      for (int k = 0; k < fixed.length; k++) {
        double weight = total == 0 ? weights[k] : weights[k] / total;
        fixed[k] = (int) (0.5 + weight * (1 << PRECISION));
      }
      first[i] = start;
      all[i] = fixed;
    }
    return new Weights(first, all);
  }
}
