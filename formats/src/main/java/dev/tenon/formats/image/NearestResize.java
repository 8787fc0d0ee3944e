package dev.tenon.formats.image;

/** Takes for each pixel the one whose center is nearest, as Pillow does. */
final class NearestResize {
  private NearestResize() {}

  static Pixels resize(Pixels from, int height, int width) {
    if (height == from.height() && width == from.width()) {
      return from;
    }
    int[] rows = positions(from.height(), height);
    int[] columns = positions(from.width(), width);
    int channels = from.channels();
    byte[] data = new byte[Math.multiplyExact(Math.multiplyExact(height, width), channels)];
    int at = 0;
    for (int row : rows) {
      for (int column : columns) {
        System.arraycopy(from.data(), (row * from.width() + column) * channels, data, at, channels);
        at += channels;
      }
    }
    return new Pixels(height, width, channels, data);
  }

  private static int[] positions(int from, int to) {
    int[] positions = new int[to];
    double step = (double) from / to;
    // Pillow adds up the steps, and the sum's rounding decides at pixel borders.
    double at = step * 0.5;
    for (int i = 0; i < to; i++) {
      positions[i] = Math.min(from - 1, (int) at);
      at += step;
    }
    return positions;
  }
}
