package dev.tenon.formats.events;

import dev.tenon.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** Numbers as PNG files: 0 is black, 1 is white, what is outside is cut. */
final class GrayscalePng {
  /** As many as TensorFlow writes of a batch of images. */
  private static final int AT_MOST = 3;

  private GrayscalePng() {}

  /**
   * Returns the first images of a batch.
   *
   * @param batch (images, height, width, channels) with 1, 3 or 4 channels
   */
  static List<byte[]> of(Tensor batch) {
    List<byte[]> files = new ArrayList<>();
    for (int i = 0; i < Math.min(AT_MOST, batch.dim(0)); i++) {
      files.add(png(batch.get(i)));
    }
    return files;
  }

  private static byte[] png(Tensor pixels) {
    int height = (int) pixels.dim(0);
    int width = (int) pixels.dim(1);
    int channels = (int) pixels.dim(2);
    int type =
        switch (channels) {
          case 1 -> BufferedImage.TYPE_BYTE_GRAY;
          case 3 -> BufferedImage.TYPE_INT_RGB;
          default -> BufferedImage.TYPE_INT_ARGB;
        };
    BufferedImage image = new BufferedImage(width, height, type);
    double[] pixel = new double[channels];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < channels; c++) {
          double value = pixels.getDouble(((long) y * width + x) * channels + c);
          // TensorFlow's convert_image_dtype: 255.5 so that the levels are equally wide.
          pixel[c] = Math.floor(Math.max(0, Math.min(255, value * 255.5)));
        }
        image.getRaster().setPixel(x, y, pixel);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      // An array in memory takes everything.
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
