package dev.tenon.layers.adaptation;

import dev.tenon.tensor.Tensor;
import java.util.Map;

/**
 * A layer with the state that it measured of data.
 *
 * @param layer the configuration, with what Keras keeps there, such as a vocabulary
 * @param weights what the layer's weights start with, by their names; empty where the configuration
 *     holds the whole state
 * @param <L> the configuration
 */
public record Adapted<L>(L layer, Map<String, Tensor> weights) {
  /** Keeps a copy of the map. */
  public Adapted {
    weights = Map.copyOf(weights);
  }

  /** Returns a layer whose configuration holds the whole state. */
  public static <L> Adapted<L> of(L layer) {
    return new Adapted<>(layer, Map.of());
  }
}
