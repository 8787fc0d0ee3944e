package dev.tenon.image;

import dev.tenon.formats.image.resample.ByteSamples;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Reads BMP files as TensorFlow does: 8, 24 and 32 bits, and of a palette the numbers of the
 * colors.
 */
final class TensorBmp {
  private static final int HEADER = 32;

  private TensorBmp() {}

  /** Returns the samples; null if the file is none that TensorFlow reads. */
  static @Nullable ByteSamples read(String name, byte[] file) {
    if (file.length < HEADER || file[0] != 'B' || file[1] != 'M') {
      return null;
    }
    ByteBuffer header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int start = header.getInt(10);
    int width = header.getInt(18);
    int height = header.getInt(22);
    int channels = header.getShort(28) / 8;
    if ((channels != 1 && channels != 3 && channels != 4)
        || width <= 0
        || height == 0
        || height == Integer.MIN_VALUE
        || start < 0) {
      return null;
    }
    int rows = Math.abs(height);
    if ((long) width * rows > Images.MOST_PIXELS) {
      throw Images.tooLarge(name, width, rows);
    }
    long stride = ((long) channels * width + 3) / 4 * 4;
    if (start + stride * rows != file.length) {
      return null;
    }
    byte[] data = new byte[Math.multiplyExact(Math.multiplyExact(width, rows), channels)];
    int to = 0;
    for (int y = 0; y < rows; y++) {
      int from = (int) (start + stride * (height < 0 ? y : rows - 1 - y));
      for (int x = 0; x < width; x++) {
        for (int channel = 0; channel < channels; channel++) {
          // Blue comes first.
          int source = channels > 1 && channel < 3 ? 2 - channel : channel;
          data[to++] = file[from + x * channels + source];
        }
      }
    }
    return new ByteSamples(rows, width, channels, data);
  }
}
