package dev.tenon.zoo;

import dev.tenon.internal.text.Names;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The preprocessing of pixels from 0 to 255 for a network: Keras' {@code preprocess_input} modes.
 *
 * <p>It applies to one image (height, width, channels) or a batch, with channels last or first. The
 * results equal Keras' for float32 arrays.
 *
 * @see <a href="https://keras.io/api/applications/">Keras: preprocess_input</a>
 */
public enum Preprocessing {
  /** Converts RGB to BGR and subtracts the ImageNet mean (103.939, 116.779, 123.68). */
  CAFFE,
  /** Scales to the range from -1 to 1: {@code x / 127.5 - 1}. */
  TF,
  /**
   * Scales to the range from 0 to 1 and normalizes by ImageNet's mean (0.485, 0.456, 0.406) and
   * deviation (0.229, 0.224, 0.225).
   */
  TORCH,
  /** Does nothing: the network scales pixels itself. */
  INSIDE;

  private static final float[] CAFFE_MEAN = {103.939f, 116.779f, 123.68f};
  private static final float[] TORCH_MEAN = {0.485f, 0.456f, 0.406f};
  private static final float[] TORCH_DEVIATION = {0.229f, 0.224f, 0.225f};
  private static final int COLOURS = 3;

  /**
   * Returns the preprocessing of a name.
   *
   * @param name {@code caffe}, {@code tf}, {@code torch} or {@code inside}
   * @throws IllegalArgumentException if the name is unknown
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

  /**
   * Returns preprocessed images as float32, with channels last.
   *
   * @param images one image or a batch of images, from 0 to 255
   * @throws IllegalArgumentException if the number of axes or channels does not fit
   */
  public Tensor apply(Tensor images) {
    return apply(images, "channels_last");
  }

  /**
   * Returns preprocessed images as float32.
   *
   * @param images one image or a batch of images, from 0 to 255
   * @param dataFormat {@code channels_last} or {@code channels_first}
   * @throws IllegalArgumentException if the format is unknown, the tensor does not have three or
   *     four axes, or {@link #CAFFE} or {@link #TORCH} do not get three channels
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
