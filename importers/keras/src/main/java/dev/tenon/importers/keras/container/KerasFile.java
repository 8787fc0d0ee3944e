package dev.tenon.importers.keras.container;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.importers.keras.weights.StoredWeights;
import org.jspecify.annotations.Nullable;

/**
 * The uninterpreted content of a container.
 *
 * @param name the file's name, for messages
 * @param config the model's configuration
 * @param version the recorded Keras version, or null
 * @param backend the recorded backend, or null
 * @param weights the weights; {@link StoredWeights#NONE} for a configuration only
 * @param training the training state
 */
public record KerasFile(
    String name,
    ObjectNode config,
    @Nullable String version,
    @Nullable String backend,
    StoredWeights weights,
    TrainingState training) {}
