package dev.tenon.callbacks;

import java.util.Map;

/** What a callback is told of a batch: read from the engine only when it is asked for. */
@FunctionalInterface
public interface Logs {
  /**
   * Returns the loss and the metrics so far in this epoch, by Keras' names in alphabetical order.
   */
  Map<String, Double> get();

  /** Returns the loss of this batch alone, where it is known without asking the engine. */
  default double loss() {
    return get().getOrDefault("loss", 0.0);
  }
}
