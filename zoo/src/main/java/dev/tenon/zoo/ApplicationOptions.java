package dev.tenon.zoo;

import dev.tenon.internal.options.Setters;
import dev.tenon.layers.base.KerasTensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an application is built: the arguments of Keras' functions, with Keras' defaults.
 *
 * <p>Written as {@code ApplicationOptions.withoutTop().withPooling("avg")}.
 *
 * @param includeTop whether the layers that name a class are there; true
 * @param weights {@code imagenet}, the path of a weights file, or null for random ones; imagenet
 * @param inputTensor what the network is applied to; null for an input of its own
 * @param inputShape height, width and channels, -1 for an open length; null for the network's own
 * @param pooling without a top: {@code avg}, {@code max}, or null for feature maps
 * @param classes how many classes the top has; 1000
 * @param classifierActivation the activation of the top; null for logits; softmax
 * @param name the model's name; null for Keras'
 * @param alpha MobileNets only: the width of the network; 1
 * @param depthMultiplier MobileNet only: filters for each channel of its depthwise convolutions; 1
 * @param dropout MobileNet and MobileNetV3 only: the rate of the top's dropout; null for Keras'
 * @param minimalistic MobileNetV3 only: without squeezing, hard swish and wide kernels; false
 * @param includePreprocessing MobileNetV3, EfficientNetV2 and ConvNeXt only: whether the network
 *     itself scales pixels; true
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
  /** The weights that Keras trained, or ported, on ImageNet. */
  public static final String IMAGENET = "imagenet";

  /** Keras' defaults: a top of 1000 classes, and weights trained on ImageNet. */
  public static final ApplicationOptions DEFAULTS =
      new ApplicationOptions(
          true, IMAGENET, null, null, null, 1000, "softmax", null, 1, 1, null, false, true);

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

  /** Returns the defaults, without the layers that name a class. */
  public static ApplicationOptions withoutTop() {
    return DEFAULTS.includeTop(false);
  }

  /** Returns the defaults with random weights. */
  public static ApplicationOptions untrained() {
    return DEFAULTS.withoutWeights();
  }

  /** Returns the same with random weights. */
  public ApplicationOptions withoutWeights() {
    return weights(null);
  }

  /** Returns the same with the weights of a file. */
  public ApplicationOptions weightsFrom(Path file) {
    return weights(file.toString());
  }

  /** Returns the same for images of a size: height, width, channels; -1 for an open length. */
  public ApplicationOptions forShape(long... heightWidthChannels) {
    return inputShape(Arrays.stream(heightWidthChannels).boxed().toList());
  }

  boolean pretrained() {
    return IMAGENET.equals(weights);
  }
}
