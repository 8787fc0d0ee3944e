package dev.tenon.image;

import dev.tenon.formats.AtomicFile;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;

/** Writes images as Keras' {@code array_to_img} and {@code save_img} do. */
final class PngWriter {
  private static final int DEEPEST = 0xffff;

  private PngWriter() {}

  static void save(Path path, Tensor values, boolean scale) throws IOException {
    if (!path.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
      throw new IllegalArgumentException(
          path + ": expected a name that ends in .png, the only kind that is written");
    }
    BufferedImage image = image(values, scale);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!ImageIO.write(image, "png", bytes)) {
      throw new IOException(path + ": this Java has no writer for such an image");
    }
    // Not by ImageIO, which deletes what is there first, also a device such as /dev/full.
    AtomicFile.write(path, file -> Files.write(file, bytes.toByteArray()));
  }

  private static BufferedImage image(Tensor values, boolean scale) {
    int channels = values.rank() == 3 ? (int) values.dim(2) : 0;
    if ((channels != 1 && channels != 3 && channels != 4) || values.size() == 0) {
      throw new IllegalArgumentException(
          "an image has the shape (height, width, channels) with 1, 3 or 4 channels; received "
              + values.shapeString());
    }
    double[] samples = values.cast(DType.FLOAT32).toDoubleArray();
    if (scale) {
      stretch(samples);
    }
    double largest = 0;
    for (double sample : samples) {
      largest = Math.max(largest, sample);
    }
    boolean deep = channels == 1 && largest > 255;
    BufferedImage image =
        new BufferedImage(
            colors(channels, deep),
            raster(channels, deep, (int) values.dim(0), (int) values.dim(1)),
            false,
            null);
    WritableRaster raster = image.getRaster();
    int[] pixels = new int[samples.length];
    for (int i = 0; i < pixels.length; i++) {
      // As NumPy: the fraction is cut off, and what does not fit wraps around.
      pixels[i] = deep ? (int) Math.min(DEEPEST, samples[i]) : (int) samples[i] & 0xff;
    }
    raster.setPixels(0, 0, raster.getWidth(), raster.getHeight(), pixels);
    return image;
  }

  /** Moves the smallest value to 0 and the largest to 255, in float32 as Keras. */
  private static void stretch(double[] samples) {
    float least = Float.POSITIVE_INFINITY;
    float most = 0;
    for (double sample : samples) {
      least = Math.min(least, (float) sample);
    }
    for (double sample : samples) {
      most = Math.max(most, (float) sample - least);
    }
    for (int i = 0; i < samples.length; i++) {
      float moved = (float) samples[i] - least;
      samples[i] = (most == 0 ? moved : moved / most) * 255f;
    }
  }

  private static ComponentColorModel colors(int channels, boolean deep) {
    // Linear gray would be written with other values: the samples are stored as they are.
    int space = channels == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB;
    boolean opacity = channels == 4;
    return new ComponentColorModel(
        ColorSpace.getInstance(space),
        opacity,
        false,
        opacity ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
        deep ? DataBuffer.TYPE_USHORT : DataBuffer.TYPE_BYTE);
  }

  private static WritableRaster raster(int channels, boolean deep, int height, int width) {
    return colors(channels, deep).createCompatibleWritableRaster(width, height);
  }
}
