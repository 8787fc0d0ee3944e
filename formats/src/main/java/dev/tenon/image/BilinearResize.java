package dev.tenon.image;

import dev.tenon.formats.image.resample.ByteSamples;
import dev.tenon.formats.image.resample.ImageBox;

/**
 * The rows of an image between four pixels each.
 *
 * <p>It adds a share of the difference, as TensorFlow does: the last bits differ from a weighted
 * sum. Each row of the image is resized once, though two rows of the result or more need it.
 */
final class BilinearResize {
  /** Of each sample: three times as fast as a conversion, which waits for the one before. */
  private static final float[] FLOATS = new float[256];

  static {
    for (int i = 0; i < FLOATS.length; i++) {
      FLOATS[i] = i;
    }
  }

  private final ByteSamples pixels;

  // Of each sample of a row of the result.
  private final int[] left;
  private final int[] right;
  private final float[] shares;

  private final int start;
  private float[] above;
  private float[] below;
  private int rowAbove = -1;
  private int rowBelow = -1;

  /**
   * Starts at the top.
   *
   * @param columns the two columns that each column of the result lies between
   * @param shares how far it is from the first of them, from 0 to 1
   */
  BilinearResize(ByteSamples pixels, ImageBox box, int[][] columns, float[] shares) {
    this.pixels = pixels;
    int channels = pixels.channels();
    start = (box.top() * pixels.width() + box.left()) * channels;
    int samples = columns.length * channels;
    left = new int[samples];
    right = new int[samples];
    this.shares = new float[samples];
    for (int i = 0; i < samples; i++) {
      left[i] = columns[i / channels][0] * channels + i % channels;
      right[i] = columns[i / channels][1] * channels + i % channels;
      this.shares[i] = shares[i / channels];
    }
    above = new float[samples];
    below = new float[samples];
  }

  /**
   * Writes one row of the result, at or below the one before.
   *
   * @param first the row of the image above it
   * @param second the row below it
   * @param share how far it is from the first, from 0 to 1
   */
  void row(int first, int second, float share, float[] result) {
    if (first == rowBelow) {
      float[] line = above;
      above = below;
      below = line;
      rowBelow = rowAbove;
      rowAbove = first;
    }
    if (first != rowAbove) {
      columns(first, above);
      rowAbove = first;
    }
    if (second != rowBelow) {
      columns(second, below);
      rowBelow = second;
    }
    float[] one = above;
    float[] other = below;
    for (int i = 0; i < one.length; i++) {
      result[i] = one[i] + (other[i] - one[i]) * share;
    }
  }

  private void columns(int row, float[] line) {
    byte[] data = pixels.data();
    int from = start + row * pixels.width() * pixels.channels();
    for (int i = 0; i < line.length; i++) {
      float value = FLOATS[data[from + left[i]] & 0xff];
      line[i] = value + (FLOATS[data[from + right[i]] & 0xff] - value) * shares[i];
    }
  }
}
