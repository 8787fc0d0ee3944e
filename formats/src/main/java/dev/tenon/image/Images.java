package dev.tenon.image;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.image.resample.ByteSamples;
import dev.tenon.formats.image.resample.ImageBox;
import dev.tenon.formats.image.resample.Pixels;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Loads images as Keras' {@code load_img} and {@code img_to_array}.
 *
 * <p>An image becomes a float32 tensor (height, width, channels) with values from 0 to 255. As in
 * Keras, the defaults are nearest interpolation and no transparency, and the camera's orientation
 * is ignored.
 *
 * @see <a href="https://keras.io/api/data_loading/image/">Keras: image data loading</a>
 */
public final class Images {
  /** Twice Pillow's warning limit, beyond which Pillow refuses an image, too. */
  static final long MOST_PIXELS = 178_956_970L;

  private Images() {}

  /**
   * Returns an image in RGB, resized to the nearest pixel.
   *
   * @throws IOException if the file cannot be read
   * @throws MalformedModelException if it is not an image, or damaged
   * @throws UnsupportedModelException if its image format is not supported
   */
  public static Tensor load(Path path, int height, int width) throws IOException {
    return load(path, height, width, ColorMode.RGB, Interpolation.NEAREST);
  }

  /**
   * Returns an image, resized.
   *
   * @throws IOException if the file cannot be read
   * @throws MalformedModelException if it is not an image, or damaged
   * @throws UnsupportedModelException if its image format is not supported
   */
  public static Tensor load(
      Path path, int height, int width, ColorMode mode, Interpolation interpolation)
      throws IOException {
    return load(path, height, width, mode, interpolation, false);
  }

  /**
   * Returns an image, resized.
   *
   * @param keepAspectRatio whether the image is cropped to the target's proportions around its
   *     center, instead of distorted
   * @throws IOException if the file cannot be read
   * @throws MalformedModelException if it is not an image, or damaged
   * @throws UnsupportedModelException if its image format is not supported
   */
  public static Tensor load(
      Path path,
      int height,
      int width,
      ColorMode mode,
      Interpolation interpolation,
      boolean keepAspectRatio)
      throws IOException {
    checkSize(height, width);
    Pixels pixels = decode(path, mode, ImageDecoder.PILLOW);
    return resize(pixels, height, width, interpolation, keepAspectRatio).toTensor();
  }

  static Pixels resize(
      Pixels pixels, int height, int width, Interpolation interpolation, boolean keepAspectRatio) {
    checkSize(height, width);
    // Keras leaves an image of the right size alone; else the box may still be the whole.
    ImageBox box =
        keepAspectRatio
            ? ImageBox.centered(pixels.height(), pixels.width(), height, width)
            : ImageBox.whole(pixels.height(), pixels.width());
    return interpolation.resize(pixels, height, width, box);
  }

  private static void checkSize(int height, int width) {
    if (height <= 0 || width <= 0 || (long) height * width > MOST_PIXELS) {
      throw new IllegalArgumentException(
          "an image of " + height + " by " + width + " pixels; expected positive lengths");
    }
  }

  /**
   * Returns the pixels of an image for {@link #resize}: uint8 (height, width, channels).
   *
   * <p>They are those of {@code tf.io.decode_image}; see {@link ImageDecoder#TENSORFLOW}.
   *
   * @throws IOException if the file cannot be read
   * @throws MalformedModelException if it is not an image, or damaged
   * @throws UnsupportedModelException if its image format is not supported
   */
  public static Tensor pixels(Path path, ColorMode mode) throws IOException {
    ByteSamples pixels = samples(path, mode);
    return Tensor.of(
        DType.UINT8,
        new long[] {pixels.height(), pixels.width(), pixels.channels()},
        ByteBuffer.wrap(pixels.data()));
  }

  static ByteSamples samples(Path path, ColorMode mode) throws IOException {
    return (ByteSamples) decode(path, mode, ImageDecoder.TENSORFLOW);
  }

  /**
   * Returns an image resized as by {@code tf.image.resize}, which Keras' {@code
   * image_dataset_from_directory} uses: float32, without rounding and antialiasing.
   *
   * @param pixels uint8 (height, width, channels)
   */
  public static Tensor resize(
      Tensor pixels, int height, int width, TensorResize method, AspectRatio aspectRatio) {
    return resize(ByteSamples.of(pixels), height, width, method, aspectRatio);
  }

  static Tensor resize(
      ByteSamples bytes, int height, int width, TensorResize method, AspectRatio aspectRatio) {
    checkSize(height, width);
    int size = Math.multiplyExact(Math.multiplyExact(height, width), bytes.channels());
    Tensor.Writer image = new Tensor.Writer(DType.FLOAT32, size);
    resize(bytes, height, width, method, aspectRatio, image, 0);
    return image.build(height, width, bytes.channels());
  }

  /** Writes a resized image into a tensor of several. */
  static void resize(
      ByteSamples bytes,
      int height,
      int width,
      TensorResize method,
      AspectRatio aspectRatio,
      Tensor.Writer to,
      int from) {
    checkSize(height, width);
    int tall = bytes.height();
    int wide = bytes.width();
    switch (aspectRatio) {
      case STRETCH -> method.resize(bytes, height, width, ImageBox.whole(tall, wide), to, from);
      case CROP ->
          method.resize(
              bytes, height, width, ImageBox.cropped(tall, wide, height, width), to, from);
      case PAD -> method.pad(bytes, height, width, to, from);
    }
  }

  /**
   * Writes an image as Keras' {@code save_img} does, as PNG.
   *
   * @param values (height, width, channels) with 1, 3 or 4 channels
   * @param scale whether the smallest value becomes 0 and the largest 255; Keras' default is true
   * @throws IOException if the file cannot be written
   */
  public static void save(Path path, Tensor values, boolean scale) throws IOException {
    PngWriter.save(path, values, scale);
  }

  /**
   * Returns an image in RGB, in its own size.
   *
   * @throws IOException if the file cannot be read
   * @throws MalformedModelException if it is not an image, or damaged
   * @throws UnsupportedModelException if its image format is not supported
   */
  public static Tensor load(Path path) throws IOException {
    return load(path, ColorMode.RGB);
  }

  /**
   * Returns an image in its own size.
   *
   * @throws IOException if the file cannot be read
   * @throws MalformedModelException if it is not an image, or damaged
   * @throws UnsupportedModelException if its image format is not supported
   */
  public static Tensor load(Path path, ColorMode mode) throws IOException {
    return decode(path, mode, ImageDecoder.PILLOW).toTensor();
  }

  /** Returns the error of an image that would not fit. */
  static UnsupportedModelException tooLarge(String name, int width, int height) {
    return new UnsupportedModelException(
        name,
        "has "
            + width
            + " by "
            + height
            + " pixels; at most "
            + MOST_PIXELS
            + " are read: scale it down first");
  }

  private static Pixels decode(Path path, ColorMode mode, ImageDecoder decoder) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new NoSuchFileException(path.toString(), null, "no such image");
    }
    try {
      return decoder.decode(path.toString(), Files.readAllBytes(path), mode);
    } catch (OutOfMemoryError e) {
      throw new UnsupportedModelException(
          path.toString(),
          "the image does not fit into memory: start the JVM with a larger -Xmx",
          List.of(),
          e);
    }
  }
}
