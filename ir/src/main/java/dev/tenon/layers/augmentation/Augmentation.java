package dev.tenon.layers.augmentation;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Build;
import dev.tenon.ir.layer.Call;
import dev.tenon.ir.layer.Layer;
import dev.tenon.ir.shape.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A layer that changes pictures in training and hands them on at inference.
 *
 * <p>Input and output (batch, h, w, channels), or (batch, channels, h, w) with {@code
 * channels_first}, or without batch. Training with such a layer inside the model is refused.
 */
public interface Augmentation extends Layer<Augmentation.Weights> {
  /** Handle to the seed's state; there is none where a layer never draws. */
  record Weights(@Nullable Parameter seed) {}

  /** Returns the seed, or null where the layer was given none. */
  default @Nullable Long seed() {
    return null;
  }

  /** Says whether the layer draws random numbers. */
  default boolean draws() {
    return true;
  }

  /** Says whether integer pictures come back in the layer's own type. */
  default boolean casts() {
    return false;
  }

  @Override
  default Weights build(Build build, List<Shape> inputs) {
    return new Weights(draws() ? build.seed(seed()) : null);
  }

  @Override
  default List<Value> call(Weights weights, Call call, List<Value> inputs) {
    if (inputs.size() != 1) {
      throw new UnsupportedModelException(
          className() + " is called with pictures only, not with labels or boxes beside them");
    }
    if (call.training()) {
      throw new UnsupportedModelException(
          className()
              + " cannot run in training yet: change the pictures before they reach the model, and"
              + " train the layers after this one");
    }
    Value x = inputs.get(0);
    return List.of(inference(call, casts() ? call.ops().cast(x, call.policy().compute()) : x));
  }

  /** Returns what becomes of pictures at inference. */
  default Value inference(Call call, Value x) {
    return x;
  }
}
