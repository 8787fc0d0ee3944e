package dev.tenon.internal.figures;

import dev.tenon.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/** Draws small PNG images of feature maps, inputs and heat maps, as data URLs. */
public final class FeatureMapImages {
  private static final int GAP = 2;

  private FeatureMapImages() {}

  /**
   * Returns the channels of a sample as one image of tiles, each scaled to its own range.
   *
   * @param sample (height, width, channels)
   * @param tiles the largest number of channels
   * @param side the largest side of a tile in pixels; larger maps are subsampled
   */
  public static String tiles(Tensor sample, int tiles, int side) {
    int height = (int) sample.dim(0);
    int width = (int) sample.dim(1);
    int channels = (int) sample.dim(2);
    int shown = Math.min(tiles, channels);
    int columns = (int) Math.ceil(Math.sqrt(shown));
    int rows = (shown + columns - 1) / columns;
    int h = Math.min(side, height);
    int w = Math.min(side, width);
    BufferedImage image =
        new BufferedImage(
            columns * (w + GAP) - GAP, rows * (h + GAP) - GAP, BufferedImage.TYPE_BYTE_GRAY);
    for (int t = 0; t < shown; t++) {
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      double[] pixels = new double[h * w];
      for (int i = 0; i < pixels.length; i++) {
        long y = (long) (i / w) * height / h;
        long x = (long) (i % w) * width / w;
        pixels[i] = sample.getDouble((y * width + x) * channels + t);
        if (Double.isFinite(pixels[i])) {
          low = Math.min(low, pixels[i]);
          high = Math.max(high, pixels[i]);
        }
      }
      int left = (t % columns) * (w + GAP);
      int top = (t / columns) * (h + GAP);
      for (int i = 0; i < pixels.length; i++) {
        double level = high > low ? 255 * (pixels[i] - low) / (high - low) : 0;
        int gray = (int) Math.max(0, Math.min(255, Math.round(level)));
        image.getRaster().setSample(left + i % w, top + i / w, 0, gray);
      }
    }
    return data(image);
  }

  /**
   * Returns a color image, scaled to its own range.
   *
   * @param sample (height, width, channels) with 1 or 3 channels
   * @param side the largest side in pixels
   */
  public static String dataUrl(Tensor sample, int side) {
    return data(image(sample, side));
  }

  /**
   * Returns a color image as it is.
   *
   * @param photo (height, width, channels) from 0 to 255, with 1 or 3 channels
   * @param side the largest side in pixels
   */
  public static String photoUrl(Tensor photo, int side) {
    return data(image(photo, side, 0, 255));
  }

  private static BufferedImage image(Tensor sample, int side) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < sample.size(); i++) {
      double value = sample.getDouble(i);
      if (Double.isFinite(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    return image(sample, side, low, high);
  }

  private static BufferedImage image(Tensor sample, int side, double low, double high) {
    int height = (int) sample.dim(0);
    int width = (int) sample.dim(1);
    int channels = (int) sample.dim(2);
    double scale = Math.max(1, Math.max(height, width) / (double) side);
    int h = (int) Math.max(1, height / scale);
    int w = (int) Math.max(1, width / scale);
    BufferedImage image = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        long row = (long) Math.floor(y * scale);
        long at = (row * width + (long) Math.floor(x * scale)) * channels;
        int rgb = 0;
        for (int c = 0; c < 3; c++) {
          double value = sample.getDouble(at + Math.min(c, channels - 1));
          double level = high > low ? 255 * (value - low) / (high - low) : 0;
          rgb = rgb << 8 | (int) Math.max(0, Math.min(255, Math.round(level)));
        }
        image.setRGB(x, y, rgb);
      }
    }
    return image;
  }

  /**
   * Returns an image with a heat map over it.
   *
   * @param sample (height, width, channels) with 1 or 3 channels
   * @param heat (rows, columns) from 0 to 1
   * @param side the largest side in pixels
   */
  public static String overlay(Tensor sample, Tensor heat, int side) {
    BufferedImage image = image(sample, side);
    int rows = (int) heat.dim(0);
    int columns = (int) heat.dim(1);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        double row = Math.max(0, (y + 0.5) * rows / image.getHeight() - 0.5);
        double column = Math.max(0, (x + 0.5) * columns / image.getWidth() - 0.5);
        double value = between(heat, row, column, rows, columns);
        int rgb = image.getRGB(x, y);
        double alpha = 0.6 * value;
        int red = mix(rgb >> 16 & 255, 255, alpha);
        int green = mix(rgb >> 8 & 255, (int) (200 * (1 - value)), alpha);
        int blue = mix(rgb & 255, 0, alpha);
        image.setRGB(x, y, red << 16 | green << 8 | blue);
      }
    }
    return data(image);
  }

  private static double between(Tensor heat, double row, double column, int rows, int columns) {
    int y = (int) row;
    int x = (int) column;
    int below = Math.min(rows - 1, y + 1);
    int right = Math.min(columns - 1, x + 1);
    double fy = row - y;
    double fx = column - x;
    double top =
        heat.getDouble((long) y * columns + x) * (1 - fx)
            + heat.getDouble((long) y * columns + right) * fx;
    double bottom =
        heat.getDouble((long) below * columns + x) * (1 - fx)
            + heat.getDouble((long) below * columns + right) * fx;
    return top * (1 - fy) + bottom * fy;
  }

  private static int mix(int a, int b, double alpha) {
    return (int) Math.round(a * (1 - alpha) + b * alpha);
  }

  private static String data(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      // An array in memory takes everything.
      throw new UncheckedIOException(e);
    }
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
