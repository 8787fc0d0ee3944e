package dev.tenon.ir.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A named thing with a configuration, as Keras writes initializers, regularizers, constraints and
 * activations with options.
 *
 * <p>Two are equal where class name and configuration are; the Java object does not count.
 *
 * @param className Keras' class or function name, such as {@code GlorotUniform}; of a class that
 *     Python registers in a package its registered name, such as {@code mine>Fading}
 * @param config its configuration as plain JSON-like data, without Keras' module names
 * @param implementation the Java object that was configured; null for one that a file names
 */
public record KerasObject(
    String className, Map<String, @Nullable Object> config, @Nullable Object implementation) {
  public KerasObject {
    config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
  }

  /** Creates an object that is known by its class name and configuration alone. */
  public KerasObject(String className, Map<String, @Nullable Object> config) {
    this(className, config, null);
  }

  /** Returns an object without configuration. */
  public static KerasObject of(String className) {
    return new KerasObject(className, Map.of());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KerasObject object
        && className.equals(object.className)
        && config.equals(object.config);
  }

  @Override
  public int hashCode() {
    return Objects.hash(className, config);
  }

  @Override
  public String toString() {
    return config.isEmpty() ? className : className + config;
  }
}
