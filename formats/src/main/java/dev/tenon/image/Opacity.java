package dev.tenon.image;

import dev.tenon.formats.image.resample.ByteSamples;
import dev.tenon.formats.image.resample.Pixels;

/** Multiplies colors with their opacity and back, with Pillow's rounding. */
final class Opacity {
  private Opacity() {}

  /** One color value with its opacity. */
  private interface Change {
    int of(int color, int opacity);
  }

  static Pixels multiply(Pixels pixels) {
    return change(
        pixels,
        (color, opacity) -> {
          int product = color * opacity + 128;
          return ((product >> 8) + product) >> 8;
        });
  }

  static Pixels divide(Pixels pixels) {
    return change(
        pixels,
        (color, opacity) ->
            opacity == 0 || opacity == 255 ? color : Math.min(255, 255 * color / opacity));
  }

  private static Pixels change(Pixels pixels, Change change) {
    ByteSamples from = (ByteSamples) pixels;
    byte[] data = from.data().clone();
    for (int i = 0; i < data.length; i += 4) {
      int opacity = data[i + 3] & 0xff;
      for (int channel = 0; channel < 3; channel++) {
        data[i + channel] = (byte) change.of(data[i + channel] & 0xff, opacity);
      }
    }
    return new ByteSamples(from.height(), from.width(), from.channels(), data);
  }
}
