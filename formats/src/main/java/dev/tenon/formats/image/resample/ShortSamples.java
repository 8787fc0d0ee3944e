package dev.tenon.formats.image.resample;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;

/**
 * Sixteen-bit samples of one channel.
 *
 * @param data unsigned
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and too large to copy.
public record ShortSamples(int height, int width, short[] data) implements Pixels {
  @Override
  public int channels() {
    return 1;
  }

  @Override
  public Pixels columns(ResampleAxis columns) {
    int newWidth = columns.length();
    short[] result = new short[Math.multiplyExact(height, newWidth)];
    for (int i = 0; i < result.length; i++) {
      int x = i % newWidth;
      int start = i / newWidth * width + columns.first()[x];
      result[i] = ResampleAxis.sum(data, start, 1, columns.weights()[x]);
    }
    return new ShortSamples(height, newWidth, result);
  }

  @Override
  public Pixels rows(ResampleAxis rows) {
    short[] result = new short[Math.multiplyExact(rows.length(), width)];
    for (int i = 0; i < result.length; i++) {
      int y = i / width;
      int start = rows.first()[y] * width + i % width;
      result[i] = ResampleAxis.sum(data, start, width, rows.weights()[y]);
    }
    return new ShortSamples(rows.length(), width, result);
  }

  @Override
  public Pixels pick(int[] rows, int[] columns) {
    short[] result = new short[Math.multiplyExact(rows.length, columns.length)];
    int at = 0;
    for (int row : rows) {
      for (int column : columns) {
        result[at++] = data[row * width + column];
      }
    }
    return new ShortSamples(rows.length, columns.length, result);
  }

  @Override
  public Tensor toTensor() {
    Tensor.Writer writer = new Tensor.Writer(DType.FLOAT32, data.length);
    for (int i = 0; i < data.length; i++) {
      writer.set(i, (double) (data[i] & 0xffff));
    }
    return writer.build(height, width, 1);
  }
}
