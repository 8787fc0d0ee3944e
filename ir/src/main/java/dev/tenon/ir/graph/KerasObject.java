package dev.tenon.ir.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A Keras object by class name and configuration: an initializer, regularizer, constraint or
 * activation.
 *
 * <p>Two objects are equal if class name and configuration are equal.
 *
 * @param className Keras' class or function name, such as {@code GlorotUniform}, or a registered
 *     name such as {@code mine>Fading}
 * @param config the configuration as JSON-like data, without Keras' module names
 * @param implementation the configured Java object; null for an object of a file
 */
public record KerasObject(
    String className, Map<String, @Nullable Object> config, @Nullable Object implementation) {
  public KerasObject {
    config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
  }

  /** Creates an object of a class name and a configuration. */
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
