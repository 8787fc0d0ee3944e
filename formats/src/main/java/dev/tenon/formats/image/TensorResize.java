package dev.tenon.formats.image;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;

/** How {@code tf.image.resize} changes sizes: half-pixel centers, no smoothing, float32. */
public enum TensorResize {
  /** Takes the nearest pixel. */
  NEAREST,
  /** Takes the four pixels around. */
  BILINEAR,
  /** Takes the sixteen pixels around (a = −0.5). */
  BICUBIC,
  /** Takes the mean of the area that a result pixel covers. */
  AREA;

  private static final int TABLE = 1 << 10;

  /**
   * Which pixels count along one axis.
   *
   * @param positions for each result pixel
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Axis(int[][] positions, float[][] weights) {}

  Tensor resize(Bytes pixels, int height, int width, Box box) {
    Axis rows = axis(box.bottom() - box.top(), height);
    Axis columns = axis(box.right() - box.left(), width);
    int channels = pixels.channels();
    Tensor.Writer writer =
        new Tensor.Writer(
            DType.FLOAT32, Math.multiplyExact(Math.multiplyExact(height, width), channels));
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int channel = 0; channel < channels; channel++) {
          float sum = 0;
          for (int i = 0; i < rows.positions[y].length; i++) {
            int row = (box.top() + rows.positions[y][i]) * pixels.width() + box.left();
            float line = 0;
            for (int k = 0; k < columns.positions[x].length; k++) {
              int sample = (row + columns.positions[x][k]) * channels + channel;
              line += columns.weights[x][k] * (pixels.data()[sample] & 0xff);
            }
            sum += rows.weights[y][i] * line;
          }
          writer.set(at++, (double) sum);
        }
      }
    }
    return writer.build(height, width, channels);
  }

  private Axis axis(int from, int to) {
    Axis axis = new Axis(new int[to][], new float[to][]);
    float scale = (float) from / to;
    for (int i = 0; i < to; i++) {
      switch (this) {
        case NEAREST -> {
          int at = (int) Math.floor((i + 0.5f) * scale);
          put(axis, i, new int[] {Math.min(from - 1, at)}, 1);
        }
        case BILINEAR -> {
          float center = (i + 0.5f) * scale - 0.5f;
          int low = (int) Math.floor(center);
          float high = center - low;
          put(axis, i, clamped(low, 2, from), 1 - high, high);
        }
        case BICUBIC -> cubic(axis, i, (i + 0.5f) * scale - 0.5f, from);
        case AREA -> area(axis, i, i * scale, (i + 1) * scale, from);
      }
    }
    return axis;
  }

  private static void put(Axis axis, int i, int[] positions, float... weights) {
    axis.positions[i] = positions;
    axis.weights[i] = weights;
  }

  private static int[] clamped(int first, int count, int length) {
    int[] positions = new int[count];
    for (int k = 0; k < count; k++) {
      positions[k] = Math.max(0, Math.min(length - 1, first + k));
    }
    return positions;
  }

  /** Weights come from a table of 1,024 steps, and those beyond the border are dropped. */
  private static void cubic(Axis axis, int i, float center, int length) {
    int low = (int) Math.floor(center);
    double offset = Math.rint((center - low) * TABLE) / TABLE;
    double[] distances = {1 + offset, offset, 1 - offset, 2 - offset};
    float[] weights = new float[4];
    float total = 0;
    for (int k = 0; k < 4; k++) {
      int at = low - 1 + k;
      weights[k] = at < 0 || at >= length ? 0 : (float) ResampleFilter.BICUBIC.weight(distances[k]);
      total += weights[k];
    }
    for (int k = 0; k < 4; k++) {
      weights[k] /= total;
    }
    put(axis, i, clamped(low - 1, 4, length), weights);
  }

  private static void area(Axis axis, int i, float from, float until, int length) {
    int first = (int) Math.floor(from);
    int last = Math.min(length, (int) Math.ceil(until));
    int count = Math.max(1, last - first);
    float[] weights = new float[count];
    for (int k = 0; k < count; k++) {
      float covered = Math.min(first + k + 1, until) - Math.max(first + k, from);
      weights[k] = covered / (until - from);
    }
    put(axis, i, clamped(first, count, length), weights);
  }
}
