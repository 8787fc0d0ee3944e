package dev.tenon.layers.adaptation;

import dev.tenon.tensor.Tensor;
import java.util.Map;

/**
 * A layer with the state computed from data.
 *
 * @param layer the configuration, with a part of the state, such as a vocabulary
 * @param weights the first values of weights by name; empty if the configuration has the whole
 *     state
 * @param <L> the configuration
 */
public record Adapted<L>(L layer, Map<String, Tensor> weights) {
  /** Keeps a copy of the map. */
  public Adapted {
    weights = Map.copyOf(weights);
  }

  /** Returns a layer whose configuration has the whole state. */
  public static <L> Adapted<L> of(L layer) {
    return new Adapted<>(layer, Map.of());
  }
}
