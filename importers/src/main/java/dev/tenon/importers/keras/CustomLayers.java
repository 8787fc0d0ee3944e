package dev.tenon.importers.keras;

import dev.tenon.ir.layer.Layer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Java for layers that Tenon does not know: custom classes, and Lambda layers by their name.
 *
 * <p>Python in a file is never run; what it computes has to be given here. A registration wins over
 * Tenon's own layer of the same class name. Immutable.
 */
public final class CustomLayers {
  private static final CustomLayers NONE = new CustomLayers(Map.of());

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
   * @param name Keras' class name as the file gives it, such as {@code AttentionPooling} or {@code
   *     my_package>AttentionPooling}; or {@code Lambda:scale} for the Lambda layer named {@code
   *     scale}
   * @param factory makes the layer from its configuration in the file, as plain maps, lists,
   *     strings, numbers and booleans
   * @throws IllegalArgumentException where the name is registered already
   */
  public CustomLayers with(String name, Function<Map<String, @Nullable Object>, Layer<?>> factory) {
    Map<String, Function<Map<String, @Nullable Object>, Layer<?>>> more =
        new LinkedHashMap<>(factories);
    if (more.put(name, factory) != null) {
      throw new IllegalArgumentException("layer '" + name + "' is registered twice");
    }
    return new CustomLayers(more);
  }

  /** Returns the factory for a layer, or null: by class and name, by class, by class alone. */
  @Nullable Function<Map<String, @Nullable Object>, Layer<?>> find(String className, String name) {
    var exact = factories.get(className + ":" + name);
    if (exact != null) {
      return exact;
    }
    var byClass = factories.get(className);
    return byClass != null
        ? byClass
        : factories.get(className.substring(className.indexOf('>') + 1));
  }
}
