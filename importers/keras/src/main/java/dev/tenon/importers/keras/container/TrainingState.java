package dev.tenon.importers.keras.container;

import dev.tenon.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The training state of a model as plain data.
 *
 * @param config Keras' {@code training_config} or {@code compile_config}: maps, lists, strings and
 *     numbers; empty for a model that was not compiled
 * @param optimizerWeights the optimizer's variables by their names, in the file's order; empty
 *     without any
 */
public record TrainingState(
    Map<String, @Nullable Object> config, Map<String, Tensor> optimizerWeights) {
  /** A model that was never compiled. */
  public static final TrainingState NONE = new TrainingState(Map.of(), Map.of());

  public TrainingState {
    config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
    optimizerWeights = Collections.unmodifiableMap(new LinkedHashMap<>(optimizerWeights));
  }
}
