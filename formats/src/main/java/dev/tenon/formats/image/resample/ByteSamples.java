package dev.tenon.formats.image.resample;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;

/**
 * Eight-bit samples.
 *
 * @param data unsigned bytes
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and too large to copy.
public record ByteSamples(int height, int width, int channels, byte[] data) implements Pixels {
  /** Returns the samples of a uint8 tensor (height, width, channels). */
  public static ByteSamples of(Tensor pixels) {
    if (pixels.dtype() != DType.UINT8 || pixels.rank() != 3) {
      throw new IllegalArgumentException(
          "an image is uint8 (height, width, channels), received "
              + pixels.dtype().numpyName()
              + pixels.shapeString());
    }
    byte[] data = new byte[Math.toIntExact(pixels.size())];
    pixels.bytes().get(data);
    return new ByteSamples(
        (int) pixels.dim(0), (int) pixels.dim(1), Math.toIntExact(pixels.dim(2)), data);
  }

  @Override
  public Pixels columns(ResampleAxis columns) {
    byte[] result = new byte[size(height, columns.length())];
    int[][] fixed = fixed(columns);
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < fixed.length; x++) {
        int start = (y * width + columns.first()[x]) * channels;
        for (int channel = 0; channel < channels; channel++) {
          result[at++] = ResampleAxis.sum(data, start + channel, channels, fixed[x]);
        }
      }
    }
    return new ByteSamples(height, columns.length(), channels, result);
  }

  @Override
  public Pixels rows(ResampleAxis rows) {
    int stride = width * channels;
    byte[] result = new byte[size(rows.length(), width)];
    int[][] fixed = fixed(rows);
    int at = 0;
    for (int y = 0; y < fixed.length; y++) {
      int start = rows.first()[y] * stride;
      for (int i = 0; i < stride; i++) {
        result[at++] = ResampleAxis.sum(data, start + i, stride, fixed[y]);
      }
    }
    return new ByteSamples(rows.length(), width, channels, result);
  }

  private static int[][] fixed(ResampleAxis axis) {
    int[][] fixed = new int[axis.length()][];
    for (int i = 0; i < fixed.length; i++) {
      fixed[i] = axis.fixed(i);
    }
    return fixed;
  }

  private int size(int newHeight, int newWidth) {
    return Math.multiplyExact(Math.multiplyExact(newHeight, newWidth), channels);
  }

  @Override
  public Pixels pick(int[] rows, int[] columns) {
    byte[] result = new byte[size(rows.length, columns.length)];
    int at = 0;
    for (int row : rows) {
      for (int column : columns) {
        System.arraycopy(data, (row * width + column) * channels, result, at, channels);
        at += channels;
      }
    }
    return new ByteSamples(rows.length, columns.length, channels, result);
  }

  /**
   * Returns the samples with 1, 3 or 4 channels: gray is repeated, and a missing opacity is 255.
   */
  public ByteSamples withChannels(int count) {
    if (count == channels) {
      return this;
    }
    byte[] result = new byte[Math.multiplyExact(height * width, count)];
    for (int i = 0; i < result.length; i++) {
      int channel = i % count;
      int from = i / count * channels;
      boolean opaque = channel == 3 && channels < 4;
      result[i] = opaque ? (byte) 255 : data[from + (channels == 1 ? 0 : channel)];
    }
    return new ByteSamples(height, width, count, result);
  }

  /** Returns one channel of brightness. */
  public ByteSamples gray() {
    byte[] gray = new byte[height * width];
    for (int i = 0; i < gray.length; i++) {
      int red = data[channels * i] & 0xff;
      int green = data[channels * i + 1] & 0xff;
      int blue = data[channels * i + 2] & 0xff;
      // Pillow's fixed-point form of 0.299 R + 0.587 G + 0.114 B.
      gray[i] = (byte) ((red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16);
    }
    return new ByteSamples(height, width, 1, gray);
  }

  @Override
  public Tensor toTensor() {
    Tensor.Writer writer = new Tensor.Writer(DType.FLOAT32, data.length);
    for (int i = 0; i < data.length; i++) {
      writer.set(i, (double) (data[i] & 0xff));
    }
    return writer.build(height, width, channels);
  }
}
