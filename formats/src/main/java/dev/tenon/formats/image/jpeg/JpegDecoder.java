package dev.tenon.formats.image.jpeg;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;

/**
 * Decodes JPEGs to the samples of libjpeg-turbo, bit for bit.
 *
 * <p>It supports baseline, extended and progressive 8-bit files with Huffman codes, in grayscale,
 * YCbCr, RGB, CMYK and YCCK, with all sampling factors of libjpeg. Color profiles and orientations
 * are ignored. A progressive file with missing scans is decoded without libjpeg's smoothing.
 *
 * @see <a href="https://www.w3.org/Graphics/JPEG/itu-t81.pdf">ITU-T T.81</a>
 */
public final class JpegDecoder {
  private JpegDecoder() {}

  /** Returns whether a file begins as a JPEG. */
  public static boolean matches(byte[] file) {
    return file.length > 2
        && (file[0] & 0xff) == 0xff
        && (file[1] & 0xff) == 0xd8
        && (file[2] & 0xff) == 0xff;
  }

  /**
   * Returns the pixels of a JPEG: gray, RGB or CMYK, as it is stored.
   *
   * @param name of the file, for errors
   * @param grayOnly whether only the luminance of a file with luminance is decoded
   * @param mostPixels that are decoded
   * @throws MalformedModelException if the file is not a JPEG, or damaged
   * @throws UnsupportedModelException if it is a JPEG of another kind, or too large
   */
  public static JpegImage decode(
      String name, byte[] file, InverseDct method, boolean grayOnly, long mostPixels) {
    Segments segments = new Segments(new JpegBytes(name, file), method, mostPixels);
    segments.read();
    Frame frame = segments.frame();
    ColorSpace space = segments.colorSpace();
    if (grayOnly && space == ColorSpace.YCC) {
      space = ColorSpace.GRAY;
    }
    segments.checkSampling(space.channels());
    byte[][] rows = new byte[space.channels()][frame.width() + 2 * frame.horizontal()];
    byte[] data =
        new byte
            [Math.multiplyExact(
                Math.multiplyExact(frame.height(), frame.width()), space.channels())];
    for (int y = 0; y < frame.height(); y++) {
      for (int i = 0; i < rows.length; i++) {
        ChromaUpsampling.row(frame, segments.components().get(i), y, rows[i]);
      }
      space.convert(rows, frame.width(), data, y * frame.width() * space.channels());
    }
    return new JpegImage(frame.height(), frame.width(), space.channels(), segments.adobe(), data);
  }
}
