package dev.tenon.importers.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.layers.ops.KerasOp;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A layer's entry in a file, in Keras 3's words.
 *
 * @param className the class, under its Keras 3 name
 * @param fileClass the class name as the file gives it, without a package
 * @param registeredName the class name with its package, such as {@code mine>Scale}
 * @param module Keras' module, or null where the file records none
 * @param name the layer's name
 * @param config the configuration in Keras 3's keys
 * @param inboundNodes the calls as the file gives them, or null in a Sequential
 */
public record LayerConfig(
    String className,
    String fileClass,
    String registeredName,
    @Nullable String module,
    String name,
    ObjectNode config,
    @Nullable JsonNode inboundNodes) {
  private static final Set<String> LOOKUPS =
      Set.of("IntegerLookup", "StringLookup", "TextVectorization");

  @Override
  public String toString() {
    return "layer '" + name + "' (" + fileClass + ")";
  }

  /** Returns the same entry under a name. */
  public LayerConfig named(String given) {
    return new LayerConfig(
        className, fileClass, registeredName, module, given, config, inboundNodes);
  }

  /** Says whether this is a model used as a layer. */
  public boolean isModel() {
    return className.equals("Functional") || className.equals("Sequential");
  }

  /**
   * Says whether this is a function of {@code keras.ops} or TensorFlow rather than a layer.
   *
   * <p>HDF5 files of Keras 3 give both the same class name and no module; only layers have the key
   * {@code trainable} there.
   */
  public boolean isOperation() {
    if (className.equals("TFOpLambda")
        || className.equals("SlicingOpLambda")
        || className.equals("ClassMethod")
        || className.equals("InstanceMethod")
        || className.equals("InstanceProperty")
        || className.equals("TensorFlowOpLayer")) {
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

  /** Says whether layers of a class have vocabularies. */
  public static boolean isLookup(String className) {
    return LOOKUPS.contains(className);
  }
}
