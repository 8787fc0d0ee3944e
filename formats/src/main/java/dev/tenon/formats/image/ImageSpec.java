package dev.tenon.formats.image;

import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a model's images are read from files: what it was trained with, to the last bit.
 *
 * @param decoder whose samples a file has
 * @param height in pixels
 * @param width in pixels
 * @param colorMode the channels
 * @param interpolation how {@code tf.image.resize} changes the size, or with {@link
 *     ImageDecoder#PILLOW} Keras' {@code load_img}, to which {@code AREA} is {@code box}
 * @param aspectRatio what is done where the proportions differ
 * @param scaling what is done to samples from 0 to 255 before the model sees them: a name of {@code
 *     dev.tenon.zoo.Preprocessing} in lower case; {@code inside} for nothing
 * @param classNames the names of the classes, in the order of their numbers; empty if there are
 *     none
 */
public record ImageSpec(
    ImageDecoder decoder,
    int height,
    int width,
    ColorMode colorMode,
    TensorResize interpolation,
    AspectRatio aspectRatio,
    String scaling,
    List<String> classNames) {
  /** Nothing is done to samples: the model scales them itself. */
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
   * Reads an image as in training: float32 (height, width, channels), not yet scaled.
   *
   * @throws IOException if the file cannot be read
   * @throws dev.tenon.error.MalformedModelException if it is not an image, or damaged
   * @throws dev.tenon.error.UnsupportedModelException if it is an image of a kind that is not read
   */
  public Tensor read(Path file) throws IOException {
    Interpolation pillow = pillow(interpolation);
    return decoder == ImageDecoder.TENSORFLOW || pillow == null
        ? Images.resize(Images.pixels(file, colorMode), height, width, interpolation, aspectRatio)
        : Images.load(file, height, width, colorMode, pillow, aspectRatio == AspectRatio.CROP);
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

  /** Returns the same for images of another size. */
  public ImageSpec size(int newHeight, int newWidth) {
    return new ImageSpec(
        decoder, newHeight, newWidth, colorMode, interpolation, aspectRatio, scaling, classNames);
  }

  /** Returns the same with other channels. */
  public ImageSpec colorMode(ColorMode mode) {
    return new ImageSpec(
        decoder, height, width, mode, interpolation, aspectRatio, scaling, classNames);
  }

  /**
   * Returns the same with another scaling.
   *
   * @param name such as {@code caffe}
   */
  public ImageSpec scaling(String name) {
    return new ImageSpec(
        decoder, height, width, colorMode, interpolation, aspectRatio, name, classNames);
  }

  /** Returns the same with the names of the classes. */
  public ImageSpec classNames(List<String> names) {
    return new ImageSpec(
        decoder, height, width, colorMode, interpolation, aspectRatio, scaling, names);
  }
}
