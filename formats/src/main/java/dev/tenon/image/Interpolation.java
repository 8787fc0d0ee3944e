package dev.tenon.image;

import dev.tenon.formats.image.resample.ImageBox;
import dev.tenon.formats.image.resample.NearestResize;
import dev.tenon.formats.image.resample.Pixels;
import dev.tenon.formats.image.resample.ResampleAxis;
import dev.tenon.formats.image.resample.ResampleFilter;

/** The method of resizing an image, bit for bit as in Pillow 13. */
public enum Interpolation {
  /** Takes the nearest pixel: Keras' default. */
  NEAREST,
  /** Weights neighbouring pixels by a triangle, over a wider area if the image shrinks. */
  BILINEAR,
  /** Weights neighbouring pixels by a cubic curve (a = −0.5). */
  BICUBIC,
  /** Weights neighbouring pixels by a windowed sinc of three lobes. */
  LANCZOS,
  /** Takes the mean of the pixels that a result pixel covers. */
  BOX,
  /** Weights neighbouring pixels by a windowed sinc of one lobe. */
  HAMMING;

  Pixels resize(Pixels pixels, int height, int width, ImageBox box) {
    if (height == pixels.height() && width == pixels.width() && box.isWhole(pixels)) {
      return pixels;
    }
    if (this == NEAREST) {
      return NearestResize.resize(pixels, height, width, box);
    }
    ResampleFilter filter = ResampleFilter.valueOf(name());
    ResampleAxis columns = ResampleAxis.of(filter, pixels.width(), box.left(), box.right(), width);
    ResampleAxis rows = ResampleAxis.of(filter, pixels.height(), box.top(), box.bottom(), height);
    // Transparent pixels have a color that nobody sees: it must not run into the others.
    boolean alpha = pixels.channels() == ColorMode.RGBA.channels();
    Pixels source = alpha ? Opacity.multiply(pixels) : pixels;
    // What a curve overshoots is cut off between the two, so that their order shows.
    Pixels result =
        rowsFirst(pixels, height, width)
            ? columns(rows(source, rows), columns)
            : rows(columns(source, columns), rows);
    return alpha ? Opacity.divide(result) : result;
  }

  /**
   * Returns whether an image is resized along its height first: Pillow up to version 12 never does,
   * from 13 on it does where the height loses more than twice as many pixels as the width.
   */
  private static boolean rowsFirst(Pixels pixels, int height, int width) {
    long lost = (long) pixels.height() - height;
    return lost > 0 && lost > 2 * ((long) pixels.width() - width);
  }

  private static Pixels columns(Pixels pixels, ResampleAxis columns) {
    return columns.changes() ? pixels.columns(columns) : pixels;
  }

  private static Pixels rows(Pixels pixels, ResampleAxis rows) {
    return rows.changes() ? pixels.rows(rows) : pixels;
  }
}
