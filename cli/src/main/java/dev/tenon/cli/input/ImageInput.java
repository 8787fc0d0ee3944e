package dev.tenon.cli.input;

import dev.tenon.image.ColorMode;
import dev.tenon.image.ImageSpec;
import dev.tenon.image.Images;
import dev.tenon.image.Interpolation;
import dev.tenon.ir.shape.Shape;
import dev.tenon.model.TensorSpec;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a model takes images: the same for every command.
 *
 * @param channelsFirst whether the channels are the second axis
 * @param height in pixels; negative where the model leaves it open
 * @param width likewise
 * @param mode how many channels
 */
public record ImageInput(boolean channelsFirst, int height, int width, ColorMode mode) {
  private static final int MOST_CHANNELS = 4;

  /**
   * Says how an input takes images, by its lengths.
   *
   * @throws IllegalArgumentException for an input that takes none
   */
  public static ImageInput of(TensorSpec input) {
    return of(input, null);
  }

  /**
   * Says how an input takes images.
   *
   * @param dataFormat {@code channels_last} or {@code channels_first}; null where the lengths are
   *     to tell
   * @throws IllegalArgumentException for an input that takes none
   */
  public static ImageInput of(TensorSpec input, @Nullable String dataFormat) {
    Shape shape = input.shape();
    if (!shape.ranked() || shape.rank() != 4) {
      throw new IllegalArgumentException(
          "input '" + input.name() + "' has shape " + shape + " and takes no image");
    }
    boolean first =
        dataFormat == null
            ? few(shape.length(1)) && !few(shape.length(3))
            : dataFormat.equals("channels_first");
    long channels = shape.length(first ? 1 : 3);
    return new ImageInput(
        first,
        (int) shape.length(first ? 2 : 1),
        (int) shape.length(first ? 3 : 2),
        channels == 1 ? ColorMode.GRAYSCALE : channels == 4 ? ColorMode.RGBA : ColorMode.RGB);
  }

  private static boolean few(long length) {
    return length >= 1 && length <= MOST_CHANNELS;
  }

  /** Returns the same with a side where the model leaves one open. */
  public ImageInput orSide(int side) {
    return new ImageInput(
        channelsFirst, height < 0 ? side : height, width < 0 ? side : width, mode);
  }

  /**
   * Reads an image, (1, height, width, channels): as in training where that is known, else as
   * Keras' {@code load_img}; in its own size where nothing says another.
   *
   * @param spec how the model's images are read; null where that is not known
   */
  public Tensor read(Path photo, @Nullable ImageSpec spec) throws IOException {
    boolean sized = height > 0 && width > 0;
    Tensor image;
    if (spec != null) {
      ImageSpec own = sized ? spec.size(height, width) : spec;
      image = own.colorMode(mode).read(photo);
    } else if (sized) {
      image = Images.load(photo, height, width, mode, Interpolation.NEAREST);
    } else {
      image = Images.load(photo, mode);
    }
    return image.expandDims(0);
  }

  /** Moves the channels of images where the model wants them. */
  public Tensor arranged(Tensor images) {
    return channelsFirst ? images.transpose(0, 3, 1, 2) : images;
  }
}
