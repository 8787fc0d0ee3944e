package dev.tenon.exporters.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.exporters.keras.plan.Diagnostics;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.keras.KerasGeneration;
import dev.tenon.keras.config.FunctionUpgrade;
import dev.tenon.keras.config.HardSigmoid;
import dev.tenon.keras.config.Json;
import dev.tenon.keras.config.LayerRecords;
import dev.tenon.keras.signature.KerasSignature;
import dev.tenon.keras.signature.KerasSignatures;
import dev.tenon.keras.signature.SignatureKind;
import dev.tenon.layers.common.NamedActivations;
import dev.tenon.saving.keras.KerasFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes activations, initializers, regularizers and constraints. */
public final class ObjectConfigWriter {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Activation functions with options are layers in Keras' configurations. */
  private static final Map<String, String> AS_LAYERS =
      FunctionUpgrade.LAYERS_AS_FUNCTIONS.entrySet().stream()
          .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

  /** The kinds of objects, and where Keras 3 has them. */
  private static final List<SignatureKind> KINDS =
      List.of(
          SignatureKind.INITIALIZER,
          SignatureKind.REGULARIZER,
          SignatureKind.CONSTRAINT,
          SignatureKind.QUANTIZER);

  private final KerasFormat format;
  private final Diagnostics diagnostics;

  ObjectConfigWriter(KerasFormat format, Diagnostics diagnostics) {
    this.format = format;
    this.diagnostics = diagnostics;
  }

  /**
   * Writes an object of a layer.
   *
   * @param dtype the layer's policy as it is written; an activation that is made of layers has it
   */
  JsonNode write(String layer, String key, @Nullable KerasObject object, JsonNode dtype) {
    if (key.endsWith("activation") && object != null && HardSigmoid.matches(object)) {
      return hardSigmoid(object, layer, dtype);
    }
    return write(layer, key, object);
  }

  private JsonNode hardSigmoid(KerasObject activation, String layer, JsonNode dtype) {
    if (format.forTfKeras() && !HardSigmoid.isNamed(activation, KerasGeneration.TF_KERAS)) {
      diagnostics.refuse("the hard_sigmoid of Keras 3, which tf_keras does not have", layer);
    } else if (format == KerasFormat.BOTH_H5) {
      diagnostics.refuse(
          "the hard_sigmoid of Keras 2, which no .h5 can say for both generations", layer);
    } else if (!format.forTfKeras() && !HardSigmoid.isNamed(activation, KerasGeneration.KERAS_3)) {
      return HardSigmoid.layers(activation, dtype);
    }
    return JSON.textNode(activation.className());
  }

  JsonNode write(String layer, String key, @Nullable KerasObject object) {
    if (key.endsWith("activation")) {
      return activation(layer, object);
    }
    if (object == null) {
      return JSON.nullNode();
    }
    String name = object.className();
    if (object.config().isEmpty() && name.equals(name.toLowerCase(Locale.ROOT))) {
      return JSON.textNode(name);
    }
    String module = module(name);
    if (module == null) {
      diagnostics.note(
          "Python needs the class '"
              + name
              + "': register it with @keras.saving.register_keras_serializable (layer '"
              + layer
              + "').");
    }
    JsonNode config = LayerRecords.plain(options(object));
    return module == null ? registered(name, config) : object(module, name, config);
  }

  /** Returns an object of a user's class, under its registered name such as {@code mine>Own}. */
  static ObjectNode registered(String name, JsonNode config) {
    return object(null, bare(name), config).put("registered_name", name);
  }

  private static Map<String, @Nullable Object> options(KerasObject object) {
    Map<String, @Nullable Object> options = new LinkedHashMap<>(object.config());
    // Most versions of Keras do not know these, which say nothing where they are null.
    options
        .entrySet()
        .removeIf(entry -> entry.getKey().endsWith("_axes") && entry.getValue() == null);
    return options;
  }

  private static @Nullable String module(String name) {
    for (SignatureKind kind : KINDS) {
      for (KerasGeneration generation : KerasGeneration.values()) {
        KerasSignature signature = KerasSignatures.of(generation).find(kind, name);
        if (signature != null) {
          return signature.module();
        }
      }
    }
    return null;
  }

  /** Returns a name without the package that it is registered in, {@code Custom>Mine}. */
  public static String bare(String registeredName) {
    return registeredName.substring(registeredName.lastIndexOf('>') + 1);
  }

  /** Returns an object as Keras 3 spells it; one without a module is registered by its name. */
  static ObjectNode object(@Nullable String module, String className, JsonNode config) {
    return Json.object(module, className, config);
  }

  private JsonNode activation(String layer, @Nullable KerasObject object) {
    if (object == null) {
      return JSON.textNode("linear");
    }
    String name = object.className();
    if (format.forTfKeras()) {
      name = name.equals("silu") ? "swish" : name;
      if (!inTfKeras(name) && !AS_LAYERS.containsKey(name)) {
        diagnostics.refuse("the activation '" + name + "', which tf_keras does not have", layer);
      }
    }
    if (object.config().isEmpty()) {
      // tf_keras knows the function since 2.14 only, the layer always.
      boolean asLayer = format.forTfKeras() && name.equals("leaky_relu");
      return asLayer ? asLayer(name, object) : JSON.textNode(name);
    }
    if (!AS_LAYERS.containsKey(name)) {
      diagnostics.refuse("the activation '" + name + "' with options", layer);
    }
    return asLayer(name, object);
  }

  private static boolean inTfKeras(String activation) {
    return KerasSignatures.of(KerasGeneration.TF_KERAS).find(SignatureKind.ACTIVATION, activation)
        != null;
  }

  private JsonNode asLayer(String name, KerasObject object) {
    ObjectNode config = JSON.objectNode();
    config.put("name", name);
    if (name.equals("leaky_relu")) {
      // The layer has another default.
      config.put("negative_slope", NamedActivations.LEAKY_RELU_SLOPE);
    }
    config.setAll((ObjectNode) LayerRecords.plain(options(object)));
    if (format.forTfKeras() && config.has("negative_slope") && name.equals("leaky_relu")) {
      config.set("alpha", config.remove("negative_slope"));
    }
    return object("keras.layers", AS_LAYERS.getOrDefault(name, name), config);
  }
}
