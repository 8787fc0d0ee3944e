package dev.tenon.zoo;

import dev.tenon.error.Names;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What becomes of the pixels of an image, 0 to 255, before a network sees them.
 *
 * <p>For one image (height, width, channels) and for a batch of them; with {@code channels_first}
 * the channels lie in front of the height. The numbers are those of Keras for a float32 array.
 *
 * @see <a href="https://keras.io/api/applications/">Keras: preprocess_input</a>
 */
public enum Preprocessing {
  /** RGB becomes BGR, and the mean of ImageNet is subtracted. */
  CAFFE,
  /** Pixels are scaled to -1 to 1. */
  TF,
  /** Pixels are scaled to 0 to 1, and normalised by ImageNet's mean and deviation. */
  TORCH,
  /** Nothing: the network scales pixels itself. */
  INSIDE;

  private static final float[] CAFFE_MEAN = {103.939f, 116.779f, 123.68f};
  private static final float[] TORCH_MEAN = {0.485f, 0.456f, 0.406f};
  private static final float[] TORCH_DEVIATION = {0.229f, 0.224f, 0.225f};
  private static final int COLOURS = 3;

  /**
   * Returns the preprocessing of a name: {@code caffe}, {@code tf}, {@code torch} or {@code
   * inside}.
   *
   * @throws IllegalArgumentException for a name that is none
   */
  public static Preprocessing named(String name) {
    String plain = name.toUpperCase(Locale.ROOT);
    for (Preprocessing known : values()) {
      if (known.name().equals(plain)) {
        return known;
      }
    }
    List<String> names =
        Arrays.stream(values()).map(known -> known.name().toLowerCase(Locale.ROOT)).toList();
    throw new IllegalArgumentException(Names.unknown("preprocessing", name, names));
  }

  /** Returns a preprocessed image, or batch of images, with the channels last. */
  public Tensor apply(Tensor images) {
    return apply(images, "channels_last");
  }

  /**
   * Returns a preprocessed image, or batch of images, as float32.
   *
   * @param dataFormat {@code channels_last} or {@code channels_first}
   * @throws IllegalArgumentException where the tensor has not three or four axes, or not three
   *     channels where they matter
   */
  public Tensor apply(Tensor images, String dataFormat) {
    if (!dataFormat.equals("channels_last") && !dataFormat.equals("channels_first")) {
      throw new IllegalArgumentException(
          "dataFormat must be 'channels_last' or 'channels_first', received '" + dataFormat + "'");
    }
    int rank = images.rank();
    int axis = dataFormat.equals("channels_last") ? rank - 1 : rank - 3;
    if (rank < 3 || rank > 4) {
      throw new IllegalArgumentException(
          "expected one image of three axes or a batch of four, received " + images.shapeString());
    }
    if ((this == CAFFE || this == TORCH) && images.dim(axis) != COLOURS) {
      throw new IllegalArgumentException(
          "expected 3 channels on axis " + axis + ", received " + images.shapeString());
    }
    float[] values = images.cast(DType.FLOAT32).toFloatArray();
    int step = 1;
    for (int i = axis + 1; i < rank; i++) {
      step *= Math.toIntExact(images.dim(i));
    }
    return Tensor.of(changed(values, step), images.shape());
  }

  static float[] caffeMean() {
    return CAFFE_MEAN.clone();
  }

  static float[] torchMean() {
    return TORCH_MEAN.clone();
  }

  static float[] torchDeviation() {
    return TORCH_DEVIATION.clone();
  }

  private float[] changed(float[] x, int step) {
    return switch (this) {
      case INSIDE -> x;
      case TF -> {
        for (int i = 0; i < x.length; i++) {
          x[i] = x[i] / 127.5f - 1f;
        }
        yield x;
      }
      case TORCH -> {
        for (int i = 0; i < x.length; i++) {
          int colour = i / step % COLOURS;
          x[i] = (x[i] / 255f - TORCH_MEAN[colour]) / TORCH_DEVIATION[colour];
        }
        yield x;
      }
      case CAFFE -> {
        float[] y = new float[x.length];
        for (int i = 0; i < x.length; i++) {
          int colour = i / step % COLOURS;
          y[i] = x[i + (COLOURS - 1 - 2 * colour) * step] - CAFFE_MEAN[colour];
        }
        yield y;
      }
    };
  }
}
