package dev.tenon.keras.config;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.layers.base.LegacyOption;
import dev.tenon.layers.ops.KerasOp;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A layer's entry in a file, in Keras 3's words.
 *
 * <p>A layer inside a wrapper or a stack of cells is embedded in {@code config} as such an entry.
 *
 * @param className the class, under its Keras 3 name
 * @param fileClass the class name as the file gives it, without a package
 * @param registeredName the class name with its package, such as {@code mine>Scale}
 * @param module Keras' module, or null where the file records none
 * @param name the layer's name
 * @param config the configuration in Keras 3's keys
 * @param legacy how the layer behaves otherwise than in Keras 3, beside its configuration
 * @param inboundNodes the calls as the file gives them, or null in a Sequential
 * @param layers the layers of a model, in the file's order; empty for all others
 */
public record LayerConfig(
    String className,
    String fileClass,
    String registeredName,
    @Nullable String module,
    String name,
    ObjectNode config,
    Set<LegacyOption> legacy,
    @Nullable JsonNode inboundNodes,
    List<LayerConfig> layers) {
  private static final Set<String> FUNCTIONS =
      Set.of(
          "TFOpLambda",
          "SlicingOpLambda",
          "ClassMethod",
          "InstanceMethod",
          "InstanceProperty",
          "TensorFlowOpLayer");

  public LayerConfig {
    legacy = Set.copyOf(legacy);
    layers = List.copyOf(layers);
  }

  @Override
  public String toString() {
    return "layer '" + name + "' (" + fileClass + ")";
  }

  /** Returns the same entry under a name. */
  public LayerConfig named(String given) {
    return new LayerConfig(
        className, fileClass, registeredName, module, given, config, legacy, inboundNodes, layers);
  }

  /** Returns the entry as a file has it, for Java that takes a configuration as plain data. */
  @JsonValue
  ObjectNode entry() {
    ObjectNode entry = Json.emptyObject();
    entry.put("class_name", isModel() ? fileClass : registeredName);
    entry.put("name", name);
    if (module != null) {
      entry.put("module", module);
    }
    entry.set("config", config);
    return entry;
  }

  /** Returns the same entry of a model with these layers. */
  LayerConfig of(List<LayerConfig> inside) {
    return new LayerConfig(
        className, fileClass, registeredName, module, name, config, legacy, inboundNodes, inside);
  }

  /** Says whether this is an input of a model. */
  public boolean isInput() {
    return className.equals("InputLayer");
  }

  /** Says whether a model lists the calls of its layers; the layers of all others are a chain. */
  public boolean isFunctional() {
    return config.has("input_layers") || config.has("output_layers");
  }

  /** Says whether this is a model used as a layer. */
  public boolean isModel() {
    return isModel(className);
  }

  /** Says whether a class is a model used as a layer. */
  public static boolean isModel(String className) {
    return className.equals("Functional") || className.equals("Sequential");
  }

  /**
   * Says whether this is a function of {@code keras.ops} or TensorFlow rather than a layer.
   *
   * <p>HDF5 files of Keras 3 give both the same class name and no module; only layers have the key
   * {@code trainable} there.
   */
  public boolean isOperation() {
    if (FUNCTIONS.contains(className)) {
      return true;
    }
    if (module != null) {
      return module.startsWith("keras.src.ops") || module.startsWith("keras.ops");
    }
    JsonNode nodes = inboundNodes;
    boolean keras3Calls = nodes != null && nodes.size() > 0 && nodes.get(0).has("args");
    // Most layers record whether they are trainable; those that do not have a dtype, which only few
    // operations take.
    return keras3Calls
        && !config.has("trainable")
        && (!config.has("dtype") || KerasOp.knows(className))
        && !isModel()
        && !config.has("layers")
        && !className.equals("InputLayer");
  }
}
