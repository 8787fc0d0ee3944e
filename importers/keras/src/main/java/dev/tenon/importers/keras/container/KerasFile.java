package dev.tenon.importers.keras.container;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.importers.keras.weights.StoredWeights;
import org.jspecify.annotations.Nullable;

/**
 * What a container holds, before anything is understood.
 *
 * @param name the file's name, for messages
 * @param config the model's configuration
 * @param version the Keras version recorded, or null
 * @param backend the backend recorded, or null
 * @param weights the weights; {@link StoredWeights#NONE} where the container is a configuration
 *     only
 * @param training the training state
 */
public record KerasFile(
    String name,
    ObjectNode config,
    @Nullable String version,
    @Nullable String backend,
    StoredWeights weights,
    TrainingState training) {}
