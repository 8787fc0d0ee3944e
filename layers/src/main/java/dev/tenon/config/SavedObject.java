package dev.tenon.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A class or function with its configuration, in the form of Keras files.
 *
 * @param name the class or function
 * @param config the configuration; null for a function
 */
public record SavedObject(String name, @Nullable Map<String, @Nullable Object> config) {
  private static final String FUNCTION = "function";

  /**
   * Reads {@code {class_name, config}} of any generation of Keras; functions of Keras 3 have the
   * class {@code function}, and their name as the configuration.
   *
   * @param what the name of the object, for messages
   * @throws IllegalArgumentException for any other value
   */
  public static SavedObject of(String what, Map<?, ?> saved) {
    Object name = saved.get("class_name");
    Object config = saved.get("config");
    if (FUNCTION.equals(name) && config instanceof String function) {
      return new SavedObject(function, null);
    }
    if (!(name instanceof String className) || !(config == null || config instanceof Map)) {
      throw new IllegalArgumentException(
          what + ": expected a name or {class_name, config}, received " + saved);
    }
    Map<String, @Nullable Object> options = new LinkedHashMap<>();
    if (config instanceof Map<?, ?> map) {
      map.forEach((key, value) -> options.put(String.valueOf(key), value));
    }
    boolean own =
        saved.get("registered_name") instanceof String full && CustomObjects.isRegistered(full);
    String known = own ? String.valueOf(saved.get("registered_name")) : className;
    return new SavedObject(known, options);
  }

  /** Returns an object in the form of Keras 3: module, class name and configuration. */
  public static Map<String, @Nullable Object> written(
      String module, String className, Map<String, @Nullable Object> config) {
    return object(module, className, config, null);
  }

  /** Returns an object of a user's class in the form of Keras 3, under its registered name. */
  public static Map<String, @Nullable Object> registered(
      String name, Map<String, @Nullable Object> config) {
    return object(null, name.substring(name.lastIndexOf('>') + 1), config, name);
  }

  private static Map<String, @Nullable Object> object(
      @Nullable String module,
      String className,
      Map<String, @Nullable Object> config,
      @Nullable String registeredName) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("module", module);
    object.put("class_name", className);
    object.put("config", config);
    object.put("registered_name", registeredName);
    return object;
  }

  /** Returns the object of a registered class; empty for any other class. */
  public <T> Optional<T> custom(Class<T> kind) {
    return config == null ? Optional.empty() : CustomObjects.find(name, kind, config);
  }

  /** Returns the name of a function in either spelling; empty for any other object. */
  public static String functionName(@Nullable Object saved) {
    if (saved instanceof Map<?, ?> map && FUNCTION.equals(map.get("class_name"))) {
      return String.valueOf(map.get("config"));
    }
    return saved instanceof String name ? name : "";
  }
}
