package dev.tenon.cli;

import dev.tenon.formats.image.ColorMode;
import dev.tenon.ir.shape.Shape;
import org.jspecify.annotations.Nullable;

/**
 * How a model takes a picture.
 *
 * @param channelsFirst whether the channels lie in front of the height
 * @param height -1 where the model leaves it open
 * @param width -1 where the model leaves it open
 * @param channels -1 where the model leaves them open
 */
record PictureShape(boolean channelsFirst, long height, long width, long channels) {
  private static final long MOST_CHANNELS = 4;

  /**
   * Reads the shape of an input of four axes.
   *
   * @param dataFormat {@code channels_last} or {@code channels_first}; null where the lengths are
   *     to tell: the axis that is as short as channels are, the last where both are
   */
  static PictureShape of(Shape shape, @Nullable String dataFormat) {
    boolean first =
        dataFormat == null
            ? isShort(shape.length(1)) && !isShort(shape.length(3))
            : dataFormat.equals("channels_first");
    return first
        ? new PictureShape(true, shape.length(2), shape.length(3), shape.length(1))
        : new PictureShape(false, shape.length(1), shape.length(2), shape.length(3));
  }

  private static boolean isShort(long length) {
    return length > 0 && length <= MOST_CHANNELS;
  }

  /** Returns the height, or a given one where the model leaves it open. */
  int height(int open) {
    return Math.toIntExact(height > 0 ? height : open);
  }

  /** Returns the width, or a given one where the model leaves it open. */
  int width(int open) {
    return Math.toIntExact(width > 0 ? width : open);
  }

  ColorMode mode() {
    return channels == 1 ? ColorMode.GRAYSCALE : ColorMode.RGB;
  }
}
