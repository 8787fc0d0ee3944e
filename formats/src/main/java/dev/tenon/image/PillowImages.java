package dev.tenon.image;

import dev.tenon.formats.image.resample.ByteSamples;
import dev.tenon.formats.image.resample.Pixels;
import dev.tenon.formats.image.resample.ShortSamples;
import java.awt.image.BufferedImage;

/** Decodes images without losses to the samples of Pillow. */
final class PillowImages {
  private PillowImages() {}

  static Pixels of(String name, byte[] file, ColorMode mode) {
    BufferedImage image = ImageIoFile.read(name, file);
    GifCanvas canvas = GifCanvas.of(file);
    if (canvas != null) {
      ByteSamples whole = canvas.around(image, mode);
      return mode == ColorMode.GRAYSCALE ? whole.gray() : whole;
    }
    PngHeader png = PngHeader.of(file);
    if (png != null && png.isDeepGray()) {
      ShortSamples gray = PixelSamples.deepGray(image);
      return mode == ColorMode.GRAYSCALE ? gray : cut(gray).withChannels(mode.channels());
    }
    ByteSamples pixels = PixelSamples.of(name, image, mode);
    int[] key = png == null ? null : png.key();
    if (png != null && png.isDeep() && key != null && mode == ColorMode.RGBA) {
      reveal(pixels, key);
    }
    return pixels;
  }

  /** Returns levels of 16 bits as levels of 8, all above 255 as 255. */
  private static ByteSamples cut(ShortSamples gray) {
    byte[] data = new byte[gray.data().length];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) Math.min(255, gray.data()[i] & 0xffff);
    }
    return new ByteSamples(gray.height(), gray.width(), 1, data);
  }

  /** Makes the pixels transparent whose high bytes are the key of 16 bits, and no others. */
  private static void reveal(ByteSamples pixels, int[] key) {
    byte[] data = pixels.data();
    for (int at = 0; at < data.length; at += 4) {
      boolean same = true;
      for (int i = 0; i < 3; i++) {
        same &= (data[at + i] & 0xff) == key[i];
      }
      data[at + 3] = (byte) (same ? 0 : 255);
    }
  }
}
