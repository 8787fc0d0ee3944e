package dev.tenon.spark.internal.columns;

import dev.tenon.image.AspectRatio;
import dev.tenon.image.ColorMode;
import dev.tenon.image.ImageDecoder;
import dev.tenon.image.ImageSpec;
import dev.tenon.image.TensorResize;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.zoo.Preprocessing;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The preparation of images for an input of a model.
 *
 * @param decoder as in {@link ImageSpec}, and so on
 * @param scaling the name of a {@link Preprocessing}
 * @param channelsFirst whether the input has its channels before height and width
 * @param dtype the element type of the input
 */
record ImagePreparation(
    ImageDecoder decoder,
    int height,
    int width,
    ColorMode colorMode,
    TensorResize interpolation,
    AspectRatio aspectRatio,
    String scaling,
    boolean channelsFirst,
    DType dtype)
    implements Serializable {

  /**
   * Returns the preparation of an input, or null if its size is unknown.
   *
   * @param trained the preparation in the model's training; null for Keras' {@code load_img}
   * @param scaling the name of a {@link Preprocessing}; null for that of the training
   * @param axes the lengths of a sample's three axes, of which negative ones are unknown
   * @param dtype the element type of the input
   */
  static @Nullable ImagePreparation of(
      @Nullable ImageSpec trained, @Nullable String scaling, long[] axes, DType dtype) {
    boolean channelsFirst = isChannels(axes[0]) && !isChannels(axes[2]);
    long height = channelsFirst ? axes[1] : axes[0];
    long width = channelsFirst ? axes[2] : axes[1];
    long channels = channelsFirst ? axes[0] : axes[2];
    if (trained == null && (height < 0 || width < 0)) {
      return null;
    }
    ImageSpec spec =
        trained != null
            ? trained
            : new ImageSpec(
                ImageDecoder.PILLOW,
                (int) height,
                (int) width,
                channels == 1
                    ? ColorMode.GRAYSCALE
                    : channels == 4 ? ColorMode.RGBA : ColorMode.RGB,
                TensorResize.NEAREST,
                AspectRatio.STRETCH,
                ImageSpec.INSIDE,
                List.of());
    return new ImagePreparation(
        spec.decoder(),
        height < 0 ? spec.height() : (int) height,
        width < 0 ? spec.width() : (int) width,
        spec.colorMode(),
        spec.interpolation(),
        spec.aspectRatio(),
        scaling == null ? spec.scaling() : scaling,
        channelsFirst,
        dtype);
  }

  private static boolean isChannels(long length) {
    return length == 1 || length == 3 || length == 4;
  }

  /** Returns the decoding and resizing. */
  ImageSpec spec() {
    return new ImageSpec(
        decoder, height, width, colorMode, interpolation, aspectRatio, scaling, List.of());
  }

  /** Returns the tensor of a batch of images that {@link #spec()} has prepared. */
  Tensor batch(List<Tensor> images) {
    int size = Math.toIntExact(images.get(0).size());
    Tensor.Writer writer =
        new Tensor.Writer(DType.FLOAT32, Math.multiplyExact(size, images.size()));
    for (int i = 0; i < images.size(); i++) {
      writer.set(i * size, images.get(i).toFloatArray(), size);
    }
    Tensor pixels = writer.build(images.size(), height, width, colorMode.channels());
    Tensor scaled = Preprocessing.named(scaling).apply(pixels);
    return (channelsFirst ? scaled.transpose(0, 3, 1, 2) : scaled).cast(dtype);
  }
}
