package dev.tenon.ir.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A named thing with a configuration, as Keras writes initializers, regularizers, constraints and
 * activations with options.
 *
 * @param className Keras' class or function name, such as {@code GlorotUniform}
 * @param config its configuration as plain JSON-like data, without Keras' module names
 */
public record KerasObject(String className, Map<String, @Nullable Object> config) {
  public KerasObject {
    config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
  }

  /** Returns an object without configuration. */
  public static KerasObject of(String className) {
    return new KerasObject(className, Map.of());
  }
}
