package dev.tenon.formats.image;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Loads pictures as Keras' {@code load_img} and {@code img_to_array} do.
 *
 * <p>A picture becomes a float32 tensor of (height, width, channels) with values from 0 to 255. It
 * is resized to the nearest pixel unless another {@link Interpolation} is asked for, transparency
 * is dropped unless {@link ColorMode#RGBA} is asked for, and the orientation that a camera notes
 * beside the picture is not applied: all as Keras has it.
 */
public final class Images {
  /** Twice what Pillow warns of; beyond it Pillow refuses a picture too. */
  private static final long MOST_PIXELS = 178_956_970L;

  private static final Pattern CUT_OFF = Pattern.compile("^(Truncated|Premature end)");

  private Images() {}

  /**
   * Returns a picture in RGB, resized to the nearest pixel.
   *
   * @throws IOException where the file cannot be read
   * @throws MalformedModelException where it is no picture, or damaged
   * @throws UnsupportedModelException where it is a picture of a kind that Java does not read
   */
  public static Tensor load(Path path, int height, int width) throws IOException {
    return load(path, height, width, ColorMode.RGB, Interpolation.NEAREST);
  }

  /**
   * Returns a picture, resized.
   *
   * @throws IOException where the file cannot be read
   * @throws MalformedModelException where it is no picture, or damaged
   * @throws UnsupportedModelException where it is a picture of a kind that Java does not read
   */
  public static Tensor load(
      Path path, int height, int width, ColorMode mode, Interpolation interpolation)
      throws IOException {
    return load(path, height, width, mode, interpolation, false);
  }

  /**
   * Returns a picture, resized.
   *
   * @param keepAspectRatio whether the largest part in the middle that has the target's proportions
   *     is taken, so that nothing is distorted
   * @throws IOException where the file cannot be read
   * @throws MalformedModelException where it is no picture, or damaged
   * @throws UnsupportedModelException where it is a picture of a kind that Java does not read
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
    Pixels pixels = Samples.of(path.toString(), decode(path), mode);
    // Keras leaves a picture of the right size alone; else the box may still be the whole.
    Box box =
        keepAspectRatio
            ? Box.centered(pixels.height(), pixels.width(), height, width)
            : Box.whole(pixels.height(), pixels.width());
    return interpolation.resize(pixels, height, width, box).toTensor();
  }

  private static void checkSize(int height, int width) {
    if (height <= 0 || width <= 0 || (long) height * width > MOST_PIXELS) {
      throw new IllegalArgumentException(
          "a picture of " + height + " by " + width + " pixels; expected positive lengths");
    }
  }

  /**
   * Returns the pixels of a picture, which {@link #resize} takes: uint8 (height, width, channels).
   *
   * <p>Of 16 bits it is the high byte, as TensorFlow decodes.
   *
   * @throws IOException where the file cannot be read
   * @throws MalformedModelException where it is no picture, or damaged
   * @throws UnsupportedModelException where it is a picture of a kind that Java does not read
   */
  public static Tensor pixels(Path path, ColorMode mode) throws IOException {
    Bytes pixels = Samples.eightBits(path.toString(), decode(path), mode);
    return Tensor.of(
        DType.UINT8,
        new long[] {pixels.height(), pixels.width(), pixels.channels()},
        ByteBuffer.wrap(pixels.data()));
  }

  /**
   * Returns a picture resized as {@code tf.image.resize} does, which Keras' {@code
   * image_dataset_from_directory} uses: float32, without rounding, and without smoothing what
   * shrinks.
   *
   * @param pixels uint8 (height, width, channels)
   */
  public static Tensor resize(
      Tensor pixels, int height, int width, TensorResize method, AspectRatio aspectRatio) {
    checkSize(height, width);
    Bytes bytes = Bytes.of(pixels);
    return switch (aspectRatio) {
      case STRETCH -> method.resize(bytes, height, width, Box.whole(bytes.height(), bytes.width()));
      case CROP ->
          method.resize(
              bytes, height, width, Box.cropped(bytes.height(), bytes.width(), height, width));
      case PAD -> method.pad(bytes, height, width);
    };
  }

  /**
   * Writes a picture as Keras' {@code save_img} does, as PNG.
   *
   * @param values (height, width, channels) with 1, 3 or 4 channels
   * @param scale whether the smallest value becomes 0 and the largest 255; Keras' default is true
   * @throws IOException where the file cannot be written
   */
  public static void save(Path path, Tensor values, boolean scale) throws IOException {
    PictureFile.save(path, values, scale);
  }

  /**
   * Returns a picture in RGB, in its own size.
   *
   * @throws IOException where the file cannot be read
   * @throws MalformedModelException where it is no picture, or damaged
   * @throws UnsupportedModelException where it is a picture of a kind that Java does not read
   */
  public static Tensor load(Path path) throws IOException {
    return load(path, ColorMode.RGB);
  }

  /**
   * Returns a picture in its own size.
   *
   * @throws IOException where the file cannot be read
   * @throws MalformedModelException where it is no picture, or damaged
   * @throws UnsupportedModelException where it is a picture of a kind that Java does not read
   */
  public static Tensor load(Path path, ColorMode mode) throws IOException {
    return Samples.of(path.toString(), decode(path), mode).toTensor();
  }

  private static BufferedImage decode(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new NoSuchFileException(path.toString(), null, "no such picture");
    }
    try (ImageInputStream stored = ImageIO.createImageInputStream(path.toFile())) {
      ImageInputStream stream = Unprofiled.of(stored);
      Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        throw new MalformedModelException(
            path + ": is no picture that Java reads; expected JPEG, PNG, BMP or GIF: convert it");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(stream, false, true);
        return decode(path, reader, stream);
      } finally {
        reader.dispose();
      }
    }
  }

  private static BufferedImage decode(Path path, ImageReader reader, ImageInputStream stream)
      throws IOException {
    try {
      long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
      if (pixels > MOST_PIXELS) {
        throw new UnsupportedModelException(
            path
                + ": has "
                + reader.getWidth(0)
                + " by "
                + reader.getHeight(0)
                + " pixels; at most "
                + MOST_PIXELS
                + " are read: scale it down first");
      }
      // Java fills what is missing of a JPEG with grey, and only warns; Pillow refuses it.
      List<String> warnings = new ArrayList<>();
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      BufferedImage picture = read(reader, stream);
      if (warnings.stream().anyMatch(CUT_OFF.asPredicate())) {
        throw damaged(path, "it ends early", null);
      }
      return picture;
    } catch (EOFException e) {
      throw damaged(path, "it ends early", e);
    } catch (IOException e) {
      String reason = String.valueOf(e.getMessage());
      if (reason.contains("Unsupported")) {
        throw new UnsupportedModelException(
            path
                + ": is a picture of a kind that Java does not read ("
                + reason
                + "): convert it to RGB",
            List.of(),
            e);
      }
      throw damaged(path, reason, e);
    } catch (RuntimeException e) {
      // The decoders of the JDK meet damaged files with index and argument exceptions.
      if (e instanceof UnsupportedModelException || e instanceof MalformedModelException) {
        throw e;
      }
      throw damaged(path, String.valueOf(e.getMessage()), e);
    } catch (OutOfMemoryError e) {
      throw new UnsupportedModelException(
          path + ": the picture does not fit into memory: start the JVM with a larger -Xmx",
          List.of(),
          e);
    }
  }

  private static BufferedImage read(ImageReader reader, ImageInputStream stream)
      throws IOException {
    try {
      BufferedImage image = reader.read(0);
      // Java hands some pictures of four inks over as if that were colors, and refuses others.
      boolean inks = image.getRaster().getNumBands() == 4 && !image.getColorModel().hasAlpha();
      return inks && reader.canReadRaster() ? Cmyk.read(reader, stream) : image;
    } catch (IIOException e) {
      boolean unknown = String.valueOf(e.getMessage()).contains("Unsupported");
      if (unknown && reader.canReadRaster()) {
        return Cmyk.read(reader, stream);
      }
      throw e;
    }
  }

  private static MalformedModelException damaged(
      Path path, String reason, @Nullable Exception cause) {
    return new MalformedModelException(
        path + ": the picture is damaged (" + reason + "): fetch it again", cause);
  }
}
