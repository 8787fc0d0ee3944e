package dev.tenon.image;

import dev.tenon.formats.image.resample.ByteSamples;
import dev.tenon.formats.image.resample.ImageBox;
import dev.tenon.formats.image.resample.TensorKernel;
import dev.tenon.tensor.Tensor;

/** The methods of {@code tf.image.resize}: half-pixel centers, no smoothing, float32. */
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
   * @param scale how many of them there are for one
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Axis(int[][] positions, float[][] weights, float scale) {
    /** Returns the weight of the second of two pixels. */
    float[] shares() {
      float[] shares = new float[weights.length];
      for (int i = 0; i < shares.length; i++) {
        shares[i] = weights[i][1];
      }
      return shares;
    }
  }

  /** Resizes a part of an image, and writes it from an element of a tensor on. */
  void resize(ByteSamples pixels, int height, int width, ImageBox box, Tensor.Writer to, int from) {
    resize(pixels, box, new Frame(height, width, 0, 0, height, width), to, from);
  }

  /** Resizes a whole image without distortion, with zeros around it. */
  void pad(ByteSamples pixels, int height, int width, Tensor.Writer to, int from) {
    Frame frame = Frame.around(pixels.height(), pixels.width(), height, width);
    float[] zeros = new float[width * pixels.channels()];
    for (int y = 0; y < height; y++) {
      to.set(from + y * zeros.length, zeros, zeros.length);
    }
    resize(pixels, ImageBox.whole(pixels.height(), pixels.width()), frame, to, from);
  }

  /**
   * Where a resized image lies in a larger one.
   *
   * @param height of the whole
   * @param width of the whole
   * @param tall the height of the image in it
   * @param wide the width of the image in it
   */
  private record Frame(int height, int width, int top, int left, int tall, int wide) {
    /** Puts an image into the middle, in float32 as {@code tf.image.resize_with_pad}. */
    static Frame around(int fromHeight, int fromWidth, int height, int width) {
      float ratio = Math.max((float) fromWidth / width, (float) fromHeight / height);
      float tall = fromHeight / ratio;
      float wide = fromWidth / ratio;
      int top = Math.max(0, (int) Math.floor((height - tall) / 2));
      int left = Math.max(0, (int) Math.floor((width - wide) / 2));
      return new Frame(height, width, top, left, (int) tall, (int) wide);
    }
  }

  private void resize(ByteSamples pixels, ImageBox box, Frame frame, Tensor.Writer to, int from) {
    Axis rows = axis(box.bottom() - box.top(), frame.tall);
    Axis columns = axis(box.right() - box.left(), frame.wide);
    int channels = pixels.channels();
    float[] row = new float[frame.wide * channels];
    BilinearResize bilinear =
        this == BILINEAR
            ? new BilinearResize(pixels, box, columns.positions, columns.shares())
            : null;
    for (int y = 0; y < frame.tall; y++) {
      if (bilinear != null) {
        bilinear.row(rows.positions[y][0], rows.positions[y][1], rows.weights[y][1], row);
      } else {
        for (int i = 0; i < row.length; i++) {
          row[i] = sum(pixels, box, rows, y, columns, i / channels, i % channels);
        }
      }
      int at = ((frame.top + y) * frame.width + frame.left) * channels;
      to.set(from + at, row, row.length);
    }
  }

  /** Sums along columns first, as TensorFlow does with most kernels; an area along rows. */
  private float sum(
      ByteSamples pixels, ImageBox box, Axis rows, int y, Axis columns, int x, int channel) {
    boolean area = this == AREA;
    Axis outer = area ? rows : columns;
    Axis inner = area ? columns : rows;
    int to = area ? y : x;
    int at = area ? x : y;
    float sum = 0;
    for (int i = 0; i < outer.positions[to].length; i++) {
      float line = 0;
      for (int k = 0; k < inner.positions[at].length; k++) {
        int a = outer.positions[to][i];
        int b = inner.positions[at][k];
        line += sample(pixels, box, area ? a : b, area ? b : a, channel) * inner.weights[at][k];
      }
      sum += line * outer.weights[to][i];
    }
    return area ? sum * (float) (1.0 / (rows.scale * columns.scale)) : sum;
  }

  private static int sample(ByteSamples pixels, ImageBox box, int row, int column, int channel) {
    int at = (box.top() + row) * pixels.width() + box.left() + column;
    return pixels.data()[at * pixels.channels() + channel] & 0xff;
  }

  private Axis axis(int from, int to) {
    float scale = (float) from / to;
    Axis axis = new Axis(new int[to][], new float[to][], scale);
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
        case AREA -> area(axis, i, from);
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
    int offset = (int) Math.rint((center - low) * TABLE);
    float[] all = {far(offset), near(offset), near(TABLE - offset), far(TABLE - offset)};
    float[] weights = new float[4];
    float total = 0;
    for (int k = 0; k < 4; k++) {
      int at = low - 1 + k;
      weights[k] = at < 0 || at >= length ? 0 : all[k];
      total += weights[k];
    }
    float share = 1 / total;
    for (int k = 0; k < 4; k++) {
      weights[k] *= share;
    }
    put(axis, i, clamped(low - 1, 4, length), weights);
  }

  /** Returns Keys' cubic curve (a = −0.5) at a distance of so many steps. */
  private static float near(int steps) {
    float x = (float) steps / TABLE;
    return (float) ((1.5 * x - 2.5) * x * x + 1);
  }

  /** Returns the curve a pixel farther on. */
  private static float far(int steps) {
    float x = (float) steps / TABLE + 1;
    return (float) (((-0.5 * x + 2.5) * x - 4.0) * x + 2.0);
  }

  private static void area(Axis axis, int i, int length) {
    float from = i * axis.scale;
    float until = (i + 1) * axis.scale;
    int first = (int) Math.floor(from);
    int count = Math.max(1, (int) Math.ceil(until) - first);
    float[] weights = new float[count];
    for (int k = 0; k < count; k++) {
      int at = first + k;
      if (at < from) {
        weights[k] = at + 1 > until ? axis.scale : at + 1 - from;
      } else {
        weights[k] = at + 1 > until ? until - at : 1;
      }
    }
    put(axis, i, clamped(first, count, length), weights);
  }
}
