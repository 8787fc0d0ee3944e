package dev.tenon.importers.keras.container;

import dev.tenon.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a model was being trained, kept as plain data for the one who goes on.
 *
 * @param config Keras' {@code training_config} or {@code compile_config}: maps, lists, strings,
 *     numbers; empty if the model was not compiled
 * @param optimizerWeights the optimizer's variables by their names in the file, in its order; empty
 *     if it holds none
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
