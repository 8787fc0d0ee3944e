package dev.tenon.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.config.CustomObjects;
import dev.tenon.keras.KerasDialect;
import dev.tenon.keras.KerasGeneration;
import dev.tenon.keras.family.Renames;
import dev.tenon.keras.signature.KerasSignature;
import dev.tenon.keras.signature.KerasSignatures;
import dev.tenon.keras.signature.SignatureKind;
import dev.tenon.layers.activation.LeakyReLU;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Brings activations, initializers, regularizers and constraints to one spelling. */
public final class FunctionUpgrade {
  private static final Set<String> ACTIVATION_KEYS =
      Set.of("activation", "recurrent_activation", "gate_activation");

  private static final List<SignatureKind> OBJECTS =
      List.of(SignatureKind.INITIALIZER, SignatureKind.REGULARIZER, SignatureKind.CONSTRAINT);

  /** Layers that Keras accepts where it asks for an activation, by the function they are. */
  public static final Map<String, String> LAYERS_AS_FUNCTIONS =
      Map.of(
          "ReLU", "relu",
          "LeakyReLU", "leaky_relu",
          "ELU", "elu",
          "Softmax", "softmax");

  private FunctionUpgrade() {}

  /** Rewrites all functions in a layer's configuration in place. */
  static void canonicalize(ObjectNode config, KerasDialect dialect) {
    List<String> keys = new ArrayList<>();
    config.fieldNames().forEachRemaining(keys::add);
    for (String key : keys) {
      JsonNode value = config.get(key);
      if (ACTIVATION_KEYS.contains(key)) {
        config.set(key, activation(value, dialect));
      } else if (key.endsWith("_initializer")
          || key.endsWith("_regularizer")
          || key.endsWith("_constraint")) {
        config.set(key, object(value, FunctionUpgrade::registered));
      }
    }
  }

  private static JsonNode activation(JsonNode value, KerasDialect dialect) {
    JsonNode line = HardSigmoid.read(value, dialect);
    if (line != null) {
      return line;
    }
    JsonNode named = object(value, FunctionUpgrade::bareName);
    if (!(named instanceof ObjectNode object)) {
      return named;
    }
    String name = object.path("class_name").asText();
    String function = LAYERS_AS_FUNCTIONS.get(name);
    if (function != null) {
      ObjectNode options = Json.emptyObject();
      if (name.equals("LeakyReLU")) {
        // The function has another default than the layer.
        options.put("negative_slope", LeakyReLU.DEFAULTS.negativeSlope());
      }
      if (object.path("config") instanceof ObjectNode given) {
        given.remove(List.of("name", "trainable", "dtype"));
        if (name.equals("LeakyReLU")) {
          Renames.rename(given, "alpha", "negative_slope");
        }
        options.setAll(given);
      }
      object.put("class_name", function);
      object.set("config", options);
    }
    return object;
  }

  /**
   * Returns {class_name, config} without module names, or null as it is.
   *
   * @param named what the name of a class that is perhaps a user's becomes
   */
  private static JsonNode object(JsonNode value, UnaryOperator<String> named) {
    if (value.isNull()) {
      return value;
    }
    ObjectNode object = Json.emptyObject();
    if (value.isTextual()) {
      object.put("class_name", spelled(named.apply(value.textValue())));
      object.putObject("config");
      return object;
    }
    String className = Json.text(value, "class_name");
    JsonNode config = value.get("config");
    if (className != null) {
      boolean function = config != null && config.isTextual();
      String registered = Json.text(value, "registered_name");
      boolean packaged = registered != null && registered.contains(">");
      String name = function ? config.textValue() : packaged ? registered : className;
      object.put("class_name", spelled(named.apply(name)));
      object.set("config", function || config == null ? Json.emptyObject() : bare(config));
      return object;
    }
    String name = Json.text(value, "name");
    if (name != null) {
      // Keras 1 wrote {"name": "WeightRegularizer", "l1": 0, "l2": 0.1}.
      ObjectNode options = value.deepCopy();
      options.remove("name");
      boolean regularizer = name.equals("WeightRegularizer") || name.startsWith("Activity");
      object.put("class_name", regularizer ? "L1L2" : spelled(named.apply(name)));
      object.set("config", options);
      return object;
    }
    return value;
  }

  private static String bareName(String name) {
    return name.substring(name.lastIndexOf('>') + 1);
  }

  /** Returns a user's class with its package; one of Keras' without. */
  private static String registered(String name) {
    String bare = bareName(name);
    return CustomObjects.isRegistered(name) || !isOfKeras(bare) ? name : bare;
  }

  private static boolean isOfKeras(String name) {
    for (KerasGeneration generation : KerasGeneration.values()) {
      for (SignatureKind kind : OBJECTS) {
        if (KerasSignatures.of(generation).find(kind, name) != null) {
          return true;
        }
      }
    }
    return false;
  }

  private static String spelled(String bare) {
    KerasSignature initializer =
        KerasSignatures.of(KerasGeneration.TF_KERAS)
            .find(SignatureKind.INITIALIZER, bare.toLowerCase(Locale.ROOT));
    // The one whose name alone Keras never writes.
    return initializer == null || bare.equals("variance_scaling") ? bare : initializer.name();
  }

  /** Removes module names from nested objects. */
  private static JsonNode bare(JsonNode node) {
    if (!(node instanceof ObjectNode object)) {
      return node;
    }
    ObjectNode copy = Json.emptyObject();
    boolean serialized = object.has("class_name");
    object
        .properties()
        .forEach(
            entry -> {
              String key = entry.getKey();
              if (!serialized || key.equals("class_name") || key.equals("config")) {
                copy.set(key, bare(entry.getValue()));
              }
            });
    return copy;
  }
}
