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
  AREA,
  /** Weights the pixels around by a windowed sinc of three lobes. */
  LANCZOS3,
  /** Weights them by a windowed sinc of five lobes. */
  LANCZOS5,
  /** Weights them by a bell curve with a deviation of half a pixel. */
  GAUSSIAN,
  /** Weights them by the cubic curve of Mitchell and Netravali. */
  MITCHELLCUBIC;

  private static final int TABLE = 1 << 10;

  /**
   * Which pixels count along one axis.
   *
   * @param positions for each result pixel
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Axis(int[][] positions, float[][] weights) {}

  /** Resizes a part of a picture. */
  Tensor resize(Bytes pixels, int height, int width, Box box) {
    return resize(pixels, box, new Frame(height, width, 0, 0, height, width));
  }

  /** Resizes a whole picture without distortion, with zeros around it. */
  Tensor pad(Bytes pixels, int height, int width) {
    Frame frame = Frame.around(pixels.height(), pixels.width(), height, width);
    return resize(pixels, Box.whole(pixels.height(), pixels.width()), frame);
  }

  /**
   * Where a resized picture lies in a larger one.
   *
   * @param height of the whole
   * @param width of the whole
   * @param tall the height of the picture in it
   * @param wide the width of the picture in it
   */
  private record Frame(int height, int width, int top, int left, int tall, int wide) {
    /** Puts a picture into the middle, in float32 as {@code tf.image.resize_with_pad}. */
    static Frame around(int fromHeight, int fromWidth, int height, int width) {
      float ratio = Math.max((float) fromWidth / width, (float) fromHeight / height);
      float tall = fromHeight / ratio;
      float wide = fromWidth / ratio;
      int top = Math.max(0, (int) Math.floor((height - tall) / 2));
      int left = Math.max(0, (int) Math.floor((width - wide) / 2));
      return new Frame(height, width, top, left, (int) tall, (int) wide);
    }
  }

  private Tensor resize(Bytes pixels, Box box, Frame frame) {
    Axis rows = axis(box.bottom() - box.top(), frame.tall);
    Axis columns = axis(box.right() - box.left(), frame.wide);
    int channels = pixels.channels();
    Tensor.Writer writer =
        new Tensor.Writer(
            DType.FLOAT32,
            Math.multiplyExact(Math.multiplyExact(frame.height, frame.width), channels));
    for (int y = 0; y < frame.tall; y++) {
      int at = ((frame.top + y) * frame.width + frame.left) * channels;
      for (int x = 0; x < frame.wide; x++) {
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
    return writer.build(frame.height, frame.width, channels);
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
        case LANCZOS3, LANCZOS5, GAUSSIAN, MITCHELLCUBIC -> {
          TensorKernel kernel = TensorKernel.valueOf(name());
          float center = (i + 0.5f) * (1 / ((float) to / from));
          float[] weights = kernel.weights(center, from);
          put(axis, i, clamped(kernel.first(center, from), weights.length, from), weights);
        }
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
