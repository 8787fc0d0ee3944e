package dev.tenon.layers.augmentation;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.augmentation.image.DrawnChange;
import dev.tenon.layers.augmentation.image.SeededRandom;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Layer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A layer that changes images in training and returns them unchanged at inference.
 *
 * <p>Input and output (batch, height, width, channels) or a single image; with {@code
 * channels_first} the channel axis follows the batch axis. The random numbers are those of Keras 3
 * on TensorFlow for the same seed. Integers are changed as real numbers.
 */
public interface Augmentation extends Layer<Augmentation.Weights> {
  /** The handle to the seed's state; null for a layer without random numbers. */
  record Weights(@Nullable Parameter seed) {}

  /** Returns the seed, or null if the layer was given none. */
  default @Nullable Long seed() {
    return null;
  }

  /** Returns whether the layer draws random numbers. */
  default boolean draws() {
    return true;
  }

  /** Returns the number of draws that Keras makes at inference and does not use. */
  default int idleDraws() {
    return 0;
  }

  /** Returns whether integer images come back in the layer's own type. */
  default boolean casts(Call call) {
    return false;
  }

  @Override
  default Weights build(Build build, List<Shape> inputs) {
    return new Weights(draws() ? build.seed(seed()) : null);
  }

  /** Returns the position of the channel axis: channels_last or channels_first. */
  default String dataFormat() {
    return "channels_last";
  }

  @Override
  default List<Value> call(Weights weights, Call call, List<Value> inputs) {
    if (inputs.size() != 1) {
      throw new UnsupportedModelException(
          className() + " is called with images only, not with labels or boxes beside them");
    }
    Value x = inputs.get(0);
    if (call.training()) {
      return List.of(TrainingAugmentation.run(this, weights.seed(), call, x));
    }
    Parameter seed = weights.seed();
    if (seed != null && call.evaluating()) {
      for (int i = 0; i < idleDraws(); i++) {
        call.nextSeed(seed);
      }
    }
    return List.of(inference(call, casts(call) ? call.ops().cast(x, call.policy().compute()) : x));
  }

  /**
   * Draws the change of images in training, with numbers in Keras' order.
   *
   * @throws UnsupportedModelException if the layer cannot run in training
   */
  default DrawnChange draw(SeededRandom chance) {
    throw new UnsupportedModelException(className() + " cannot run in training yet: " + instead());
  }

  /** Returns the advice for a layer that cannot run in training. */
  default String instead() {
    return "take the layer out, or change the images before they reach the model";
  }

  /** Returns the images at inference. */
  default Value inference(Call call, Value x) {
    return x;
  }
}
