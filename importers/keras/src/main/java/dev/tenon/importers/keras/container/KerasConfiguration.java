package dev.tenon.importers.keras.container;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * The configuration in a Keras file, in the file's own spelling.
 *
 * @param model {@code model_config} of an HDF5 file or {@code config.json} of an archive
 * @param training {@code training_config} or {@code compile_config}; null for a model that was not
 *     compiled
 */
public record KerasConfiguration(JsonNode model, @Nullable JsonNode training) {}
