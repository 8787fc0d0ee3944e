package dev.tenon.zoo;

import dev.tenon.internal.options.Setters;
import dev.tenon.layers.base.KerasTensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of Keras' application functions: {@code
 * ApplicationOptions.withoutTop().pooling("avg")}.
 *
 * @param includeTop whether the network has its classification layers; true by default
 * @param weights {@code imagenet} (the default), the path of a weights file, or null for random
 *     weights
 * @param inputTensor the tensor to which the network is applied; null for a new input, the default
 * @param inputShape height, width and channels, -1 for an open length; null for the network's own,
 *     the default
 * @param pooling the pooling without a top: {@code avg}, {@code max}, or null for feature maps, the
 *     default
 * @param classes the number of classes of the top, at least 1; 1000 by default
 * @param classifierActivation the activation of the top, null for logits; {@code softmax} by
 *     default
 * @param name the name of the model; null for Keras' name, the default
 * @param alpha the factor of the width of MobileNets, more than 0; 1 by default; other networks
 *     ignore it
 * @param depthMultiplier the filters for each channel of MobileNet's depthwise convolutions, at
 *     least 1; 1 by default; other networks ignore it
 * @param dropout the rate of the top's dropout in MobileNet and MobileNetV3; null for Keras' rate,
 *     the default; other networks ignore it
 * @param minimalistic whether MobileNetV3 has no squeeze-and-excite blocks, hard swish and wide
 *     kernels; false by default; other networks ignore it
 * @param includePreprocessing whether MobileNetV3, EfficientNetV2 and ConvNeXt scale pixels
 *     themselves; true by default; other networks ignore it
 * @see <a href="https://keras.io/api/applications/">Keras: applications</a>
 */
@Setters
public record ApplicationOptions(
    boolean includeTop,
    @Nullable String weights,
    @Nullable KerasTensor inputTensor,
    @Nullable List<Long> inputShape,
    @Nullable String pooling,
    long classes,
    @Nullable String classifierActivation,
    @Nullable String name,
    double alpha,
    long depthMultiplier,
    @Nullable Double dropout,
    boolean minimalistic,
    boolean includePreprocessing)
    implements ApplicationOptionsSetters {
  /** The name of the ImageNet weights that Keras trained or converted. */
  public static final String IMAGENET = "imagenet";

  /** Keras' default arguments: a top of 1000 classes with ImageNet weights. */
  public static final ApplicationOptions DEFAULTS =
      new ApplicationOptions(
          true, IMAGENET, null, null, null, 1000, "softmax", null, 1, 1, null, false, true);

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if an argument is out of its range, or ImageNet weights do not
   *     fit the classes or the activation
   */
  public ApplicationOptions {
    if (pooling != null && !pooling.equals("avg") && !pooling.equals("max")) {
      throw new IllegalArgumentException(
          "pooling must be 'avg', 'max' or null, received '" + pooling + "'");
    }
    if (classes < 1) {
      throw new IllegalArgumentException("classes must be at least 1, received " + classes);
    }
    if (IMAGENET.equals(weights) && includeTop && classes != 1000) {
      throw new IllegalArgumentException(
          "the ImageNet weights have a top of 1000 classes, received classes = "
              + classes
              + ": take weights(null), or no top");
    }
    if (weights != null
        && includeTop
        && classifierActivation != null
        && !classifierActivation.equals("softmax")) {
      throw new IllegalArgumentException(
          "with pretrained weights the classifierActivation is 'softmax' or null, received '"
              + classifierActivation
              + "'");
    }
    if (alpha <= 0 || depthMultiplier < 1) {
      throw new IllegalArgumentException(
          "alpha must be positive and depthMultiplier at least 1, received "
              + alpha
              + " and "
              + depthMultiplier);
    }
    inputShape = inputShape == null ? null : List.copyOf(inputShape);
  }

  /** Returns the default arguments without classification layers. */
  public static ApplicationOptions withoutTop() {
    return DEFAULTS.includeTop(false);
  }

  /** Returns the default arguments with random weights. */
  public static ApplicationOptions untrained() {
    return DEFAULTS.withoutWeights();
  }

  /** Returns a copy with random weights. */
  public ApplicationOptions withoutWeights() {
    return weights(null);
  }

  /** Returns a copy with the weights of a file. */
  public ApplicationOptions weightsFrom(Path file) {
    return weights(file.toString());
  }

  /**
   * Returns a copy for images of a size.
   *
   * @param heightWidthChannels height, width and channels; -1 for an open length
   */
  public ApplicationOptions forShape(long... heightWidthChannels) {
    return inputShape(Arrays.stream(heightWidthChannels).boxed().toList());
  }

  boolean pretrained() {
    return IMAGENET.equals(weights);
  }
}
