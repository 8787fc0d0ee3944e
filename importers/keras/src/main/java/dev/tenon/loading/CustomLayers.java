package dev.tenon.loading;

import dev.tenon.config.CustomObjects;
import dev.tenon.keras.config.ConfigBinder;
import dev.tenon.keras.config.Json;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.catalog.LayerCatalog;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Java implementations of custom layer classes, and of Lambda layers by their name.
 *
 * <p>Python in a file is never run; its computation must be registered here. A registration
 * overrides Tenon's own layer of the same class name. Layers of {@link CustomObjects} need no
 * registration here. Immutable.
 */
public final class CustomLayers {
  private static final CustomLayers NONE = new CustomLayers(Map.of());

  /** What every layer's configuration has, and its record has not. */
  private static final Set<String> COMMON =
      Set.of("name", "trainable", "dtype", "build_config", "autocast");

  private final Map<String, Function<Map<String, @Nullable Object>, Layer<?>>> factories;

  private CustomLayers(Map<String, Function<Map<String, @Nullable Object>, Layer<?>>> factories) {
    this.factories = factories;
  }

  /** Returns the registry without entries. */
  public static CustomLayers none() {
    return NONE;
  }

  /**
   * Returns a registry with one more layer.
   *
   * @param name Keras' class name in the file, such as {@code AttentionPooling} or {@code
   *     my_package>AttentionPooling}; or {@code Lambda:scale} for the Lambda layer named {@code
   *     scale}
   * @param factory returns the layer for its configuration in the file: maps, lists, strings,
   *     numbers and booleans
   * @throws IllegalArgumentException if the name is registered already
   */
  public CustomLayers with(String name, Function<Map<String, @Nullable Object>, Layer<?>> factory) {
    Map<String, Function<Map<String, @Nullable Object>, Layer<?>>> more =
        new LinkedHashMap<>(factories);
    if (more.put(name, factory) != null) {
      throw new IllegalArgumentException("layer '" + name + "' is registered twice");
    }
    return new CustomLayers(more);
  }

  /**
   * Returns a registry with one more layer, whose components are the configuration's keys in camel
   * case.
   *
   * @param defaults the layer with the defaults of missing keys; found by its {@code
   *     registeredName()}, and by its class name alone
   * @throws IllegalArgumentException if the name is registered already
   */
  public CustomLayers with(Layer<?> defaults) {
    return with(defaults.registeredName(), config -> bound(defaults, config));
  }

  private static Layer<?> bound(Layer<?> defaults, Map<String, @Nullable Object> config) {
    ConfigBinder.Bound bound =
        new ConfigBinder(defaults)
            .bind(
                Json.tree(config),
                inner -> {
                  throw new IllegalArgumentException(
                      defaults.className()
                          + " holds other layers: register it with a factory that makes them");
                });
    bound.unknown().removeAll(COMMON);
    if (!bound.unknown().isEmpty()) {
      throw new IllegalArgumentException(
          "the record of "
              + defaults.className()
              + " has no component for the file's "
              + bound.unknown());
    }
    return bound.layer();
  }

  private static String bare(String className) {
    return className.substring(className.indexOf('>') + 1);
  }

  /**
   * Returns the factory for a layer; null where none is registered.
   *
   * <p>The first match counts: class and name, class with package, class alone.
   *
   * @param className Keras' class name, with its package where the file has it
   * @param name the name of the layer
   */
  public @Nullable Function<Map<String, @Nullable Object>, Layer<?>> find(
      String className, String name) {
    var exact = factories.get(className + ":" + name);
    if (exact != null) {
      return exact;
    }
    var byClass = factories.get(className);
    if (byClass != null) {
      return byClass;
    }
    String bare = bare(className);
    var byBare = factories.get(bare);
    if (byBare != null) {
      return byBare;
    }
    if (className.contains(">")) {
      return registered(className);
    }
    // An .h5 file of Keras 3 leaves the package out.
    return factories.entrySet().stream()
        .filter(entry -> entry.getKey().contains(">") && bare(entry.getKey()).equals(bare))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseGet(() -> LayerCatalog.find(bare) == null ? registered(bare) : null);
  }

  /** Returns the factory for a layer that is registered for all files, or null. */
  private static @Nullable Function<Map<String, @Nullable Object>, Layer<?>> registered(
      String className) {
    Layer<?> defaults = CustomObjects.defaults(className, Layer.class).orElse(null);
    return defaults == null ? null : config -> bound(defaults, config);
  }
}
