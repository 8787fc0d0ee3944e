package dev.tenon.image;

import dev.tenon.formats.image.resample.ByteSamples;
import dev.tenon.formats.image.resample.Pixels;
import dev.tenon.internal.options.Setters;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The preparation of a model's input images, bit for bit as in its training.
 *
 * @param decoder the library whose samples an image has
 * @param height the height in pixels
 * @param width the width in pixels
 * @param colorMode the channels
 * @param interpolation the method of {@code tf.image.resize}, or with {@link ImageDecoder#PILLOW}
 *     of Keras' {@code load_img}, where {@code AREA} is {@code box}
 * @param aspectRatio the treatment of other proportions
 * @param scaling the scaling of samples from 0 to 255: a name of {@code
 *     dev.tenon.zoo.Preprocessing} in lower case, or {@code inside} for none
 * @param classNames the names of the classes in the order of their numbers; empty for none
 */
@Setters
public record ImageSpec(
    ImageDecoder decoder,
    int height,
    int width,
    ColorMode colorMode,
    TensorResize interpolation,
    AspectRatio aspectRatio,
    String scaling,
    List<String> classNames)
    implements ImageSpecSetters {
  /** No scaling: the model scales its inputs itself. */
  public static final String INSIDE = "inside";

  public ImageSpec {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "an image has positive lengths, received " + height + " by " + width);
    }
    if (decoder == ImageDecoder.PILLOW
        && (pillow(interpolation) == null || aspectRatio == AspectRatio.PAD)) {
      throw new IllegalArgumentException(
          "Pillow has no " + interpolation + ", and load_img no padding: decode by TENSORFLOW");
    }
    classNames = List.copyOf(classNames);
  }

  /**
   * Reads an image as in training: float32 (height, width, channels) without scaling.
   *
   * @throws IOException if the file cannot be read
   * @throws dev.tenon.error.MalformedModelException if it is not an image, or damaged
   * @throws dev.tenon.error.UnsupportedModelException if its image format is not supported
   */
  public Tensor read(Path file) throws IOException {
    Interpolation pillow = pillow(interpolation);
    return decoder == ImageDecoder.TENSORFLOW || pillow == null
        ? Images.resize(Images.pixels(file, colorMode), height, width, interpolation, aspectRatio)
        : Images.load(file, height, width, colorMode, pillow, aspectRatio == AspectRatio.CROP);
  }

  /**
   * Reads an image as in training into a batch.
   *
   * @param batch float32 (batch, height, width, channels); several threads may fill it
   * @param from the first element of the image in the batch
   * @return the batch
   * @throws IOException if the file cannot be read
   * @throws dev.tenon.error.MalformedModelException if it is not an image, or damaged
   * @throws dev.tenon.error.UnsupportedModelException if its image format is not supported
   */
  public Tensor.Writer read(Path file, Tensor.Writer batch, int from) throws IOException {
    if (decoder == ImageDecoder.TENSORFLOW) {
      ByteSamples pixels = Images.samples(file, colorMode);
      Images.resize(pixels, height, width, interpolation, aspectRatio, batch, from);
    } else {
      Tensor image = read(file);
      batch.set(from, image.toFloatArray(), image.size());
    }
    return batch;
  }

  /**
   * Reads an image from bytes as in training: float32 (height, width, channels) without scaling.
   *
   * @param name the name of the image in errors
   * @param file the content of the file
   * @throws dev.tenon.error.MalformedModelException if it is not an image, or damaged
   * @throws dev.tenon.error.UnsupportedModelException if its image format is not supported
   */
  public Tensor read(String name, byte[] file) {
    return sized(decoder.decode(name, file, colorMode));
  }

  /**
   * Prepares decoded pixels as in training: float32 (height, width, channels) without scaling.
   *
   * @param pixels uint8 (height, width, channels) with 1, 3 or 4 channels; they are converted to
   *     the color mode
   */
  public Tensor resize(Tensor pixels) {
    ByteSamples samples = ByteSamples.of(pixels);
    boolean gray = colorMode == ColorMode.GRAYSCALE && samples.channels() > 1;
    return sized(gray ? samples.gray() : samples.withChannels(colorMode.channels()));
  }

  private Tensor sized(Pixels pixels) {
    Interpolation pillow = pillow(interpolation);
    return decoder == ImageDecoder.TENSORFLOW || pillow == null
        ? Images.resize((ByteSamples) pixels, height, width, interpolation, aspectRatio)
        : Images.resize(pixels, height, width, pillow, aspectRatio == AspectRatio.CROP).toTensor();
  }

  /** Returns Pillow's name of an interpolation; null if it has none. */
  private static @Nullable Interpolation pillow(TensorResize method) {
    return switch (method) {
      case NEAREST -> Interpolation.NEAREST;
      case BILINEAR -> Interpolation.BILINEAR;
      case BICUBIC -> Interpolation.BICUBIC;
      case LANCZOS3 -> Interpolation.LANCZOS;
      case AREA -> Interpolation.BOX;
      case LANCZOS5, GAUSSIAN, MITCHELLCUBIC -> null;
    };
  }

  /** Returns a copy with another size. */
  public ImageSpec size(int newHeight, int newWidth) {
    return new ImageSpec(
        decoder, newHeight, newWidth, colorMode, interpolation, aspectRatio, scaling, classNames);
  }
}
