package dev.tenon.formats.image.resample;

/** Resizes to the nearest pixel center, as Pillow does. */
public final class NearestResize {
  private NearestResize() {}

  /** Returns a part of an image in another size. */
  public static Pixels resize(Pixels from, int height, int width, ImageBox box) {
    // Pillow adds up the steps for eight bits only, and the sum's rounding decides at borders.
    boolean adds = from instanceof ByteSamples;
    return from.pick(
        positions(box.top(), box.bottom(), from.height(), height, adds),
        positions(box.left(), box.right(), from.width(), width, adds));
  }

  private static int[] positions(int from, int until, int length, int to, boolean adds) {
    int[] positions = new int[to];
    double step = (double) (until - from) / to;
    double sum = from + step * 0.5;
    for (int i = 0; i < to; i++) {
      double at = adds ? sum : step * (i + 0.5) + from;
      positions[i] = Math.min(length - 1, (int) at);
      sum += step;
    }
    return positions;
  }
}
