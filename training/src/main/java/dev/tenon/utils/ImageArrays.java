package dev.tenon.utils;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.util.List;

/** Batches of images as tensors. */
final class ImageArrays {
  static final String LAST = "channels_last";
  private static final String FIRST = "channels_first";

  private ImageArrays() {}

  static void check(String dataFormat) {
    if (!dataFormat.equals(LAST) && !dataFormat.equals(FIRST)) {
      throw new IllegalArgumentException(
          "dataFormat: expected 'channels_last' or 'channels_first', received '"
              + dataFormat
              + "'");
    }
  }

  static boolean isFirst(String dataFormat) {
    return dataFormat.equals(FIRST);
  }

  /** Returns images as (batch, height, width, channels). */
  static Tensor last(Tensor images, String dataFormat) {
    if (images.rank() != 4) {
      throw new IllegalArgumentException(
          "images: expected a batch of rank 4, received the shape " + images.shapeString());
    }
    return isFirst(dataFormat) ? images.transpose(0, 2, 3, 1) : images;
  }

  /** Returns images (batch, height, width, channels) in the format. */
  static Tensor inFormat(Tensor images, String dataFormat) {
    return isFirst(dataFormat) ? images.transpose(0, 3, 1, 2) : images;
  }

  /** Returns images as bytes as Keras makes them: floats of at most 1 are shares of 255. */
  static Tensor bytes(Tensor images) {
    if (images.dtype() == DType.UINT8) {
      return images;
    }
    if (!images.dtype().isFloating() || images.size() == 0) {
      return images.cast(DType.UINT8);
    }
    boolean shares = images.max().getDouble(0) <= 1;
    Tensor numbers = shares ? images.clip(0, 1).multiply(255.0) : images.clip(0, 255);
    return numbers.cast(DType.UINT8);
  }

  /** Returns images whose black and white are 0 and 255. */
  static Tensor inRange(Tensor images, List<Double> range) {
    double low = range.get(0);
    double high = range.get(1);
    if (low == 0 && high == 255) {
      return images;
    }
    return images.cast(DType.FLOAT32).subtract(low).divide(high - low).multiply(255.0);
  }

  /** Returns an image (height, width, 1, 3 or 4) for Java's drawing. */
  static BufferedImage buffered(Tensor image) {
    int height = Math.toIntExact(image.dim(0));
    int width = Math.toIntExact(image.dim(1));
    int channels = Math.toIntExact(image.dim(2));
    if (channels != 1 && channels != 3 && channels != 4) {
      throw new IllegalArgumentException(
          "images: expected 1, 3 or 4 channels, received the shape " + image.shapeString());
    }
    BufferedImage drawn = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = (y * width + x) * channels;
        int red = (int) image.getLong(at);
        int green = channels == 1 ? red : (int) image.getLong(at + 1);
        int blue = channels == 1 ? red : (int) image.getLong(at + 2);
        int alpha = channels == 4 ? (int) image.getLong(at + 3) : 255;
        drawn.setRGB(x, y, alpha << 24 | red << 16 | green << 8 | blue);
      }
    }
    return drawn;
  }
}
