package dev.tenon.callbacks;

import java.util.Map;

/** The loss and the metrics after a batch, which are read from the engine on demand. */
@FunctionalInterface
public interface Logs {
  /**
   * Returns the loss and the metrics so far in this epoch, by Keras' names in alphabetical order.
   */
  Map<String, Double> get();

  /** Returns the loss of this batch alone if it is known without a read from the engine. */
  default double loss() {
    return get().getOrDefault("loss", 0.0);
  }
}
