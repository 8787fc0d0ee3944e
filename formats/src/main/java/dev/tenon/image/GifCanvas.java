package dev.tenon.image;

import dev.tenon.formats.image.resample.ByteSamples;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import org.jspecify.annotations.Nullable;

/**
 * The whole area of a GIF, in which its first frame may cover a part.
 *
 * @param left where the frame begins
 */
record GifCanvas(int height, int width, int left, int top) {
  private static final int SCREEN = 13;
  private static final int EXTENSION = 0x21;
  private static final int FRAME = 0x2c;

  /** Reads it; null if the file is no GIF, or has no frame. */
  static @Nullable GifCanvas of(byte[] file) {
    if (file.length < SCREEN || file[0] != 'G' || file[1] != 'I' || file[2] != 'F') {
      return null;
    }
    int at = SCREEN + ((file[10] & 0x80) == 0 ? 0 : 3 << ((file[10] & 7) + 1));
    while (at + 1 < file.length && file[at] == EXTENSION) {
      at += 2;
      while (at < file.length && file[at] != 0) {
        at += 1 + (file[at] & 0xff);
      }
      at++;
    }
    if (at + 10 > file.length || file[at] != FRAME) {
      return null;
    }
    return new GifCanvas(
        short16(file, 8), short16(file, 6), short16(file, at + 1), short16(file, at + 3));
  }

  private static int short16(byte[] file, int at) {
    return (file[at] & 0xff) | (file[at + 1] & 0xff) << 8;
  }

  /**
   * Returns a frame in its place; the area around has the transparent color, or that of number 0,
   * as with Pillow.
   */
  ByteSamples around(BufferedImage frame, ColorMode mode) {
    int tall = Math.max(height, top + frame.getHeight());
    int wide = Math.max(width, left + frame.getWidth());
    if ((long) tall * wide > Images.MOST_PIXELS) {
      throw Images.tooLarge("GIF", wide, tall);
    }
    ColorMode colors = mode == ColorMode.RGBA ? mode : ColorMode.RGB;
    int channels = colors.channels();
    ByteSamples inner = PixelSamples.of("GIF", frame, colors);
    byte[] data = new byte[Math.multiplyExact(Math.multiplyExact(tall, wide), channels)];
    if (frame.getColorModel() instanceof IndexColorModel palette) {
      int color = palette.getRGB(Math.max(0, palette.getTransparentPixel()));
      byte[] pixel = {
        (byte) (color >> 16), (byte) (color >> 8), (byte) color, (byte) (color >> 24)
      };
      for (int i = 0; i < data.length; i++) {
        data[i] = pixel[i % channels];
      }
    }
    for (int y = 0; y < inner.height(); y++) {
      System.arraycopy(
          inner.data(),
          y * inner.width() * channels,
          data,
          ((top + y) * wide + left) * channels,
          inner.width() * channels);
    }
    return new ByteSamples(tall, wide, channels, data);
  }

  /**
   * Returns an area of the frame's size that begins with the canvas, as TensorFlow does: black
   * where the frame is transparent, and where it is not.
   */
  ByteSamples clipped(BufferedImage frame) {
    ByteSamples inner = PixelSamples.of("GIF", frame, ColorMode.RGBA);
    int tall = inner.height();
    int wide = inner.width();
    byte[] data = new byte[tall * wide * 3];
    for (int y = top; y < tall; y++) {
      for (int x = left; x < wide; x++) {
        int from = ((y - top) * wide + x - left) * 4;
        if (inner.data()[from + 3] != 0) {
          System.arraycopy(inner.data(), from, data, (y * wide + x) * 3, 3);
        }
      }
    }
    return new ByteSamples(tall, wide, 3, data);
  }
}
