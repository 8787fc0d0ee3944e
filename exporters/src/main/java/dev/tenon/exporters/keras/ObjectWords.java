package dev.tenon.exporters.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.ir.graph.KerasObject;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes activations, initializers, regularizers and constraints. */
final class ObjectWords {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final Set<String> TF_KERAS_ACTIVATIONS =
      Set.of(
          "elu",
          "exponential",
          "gelu",
          "hard_sigmoid",
          "linear",
          "mish",
          "relu",
          "selu",
          "sigmoid",
          "softmax",
          "softplus",
          "softsign",
          "swish",
          "tanh");

  /** Activation functions with options are layers in Keras' configurations. */
  private static final Map<String, String> AS_LAYERS =
      Map.of("relu", "ReLU", "leaky_relu", "LeakyReLU", "elu", "ELU", "softmax", "Softmax");

  private static final Set<String> INITIALIZERS =
      Set.of(
          "Constant",
          "GlorotNormal",
          "GlorotUniform",
          "HeNormal",
          "HeUniform",
          "Identity",
          "LecunNormal",
          "LecunUniform",
          "Ones",
          "Orthogonal",
          "RandomNormal",
          "RandomUniform",
          "STFT",
          "TruncatedNormal",
          "VarianceScaling",
          "Zeros");
  private static final Set<String> REGULARIZERS =
      Set.of("L1", "L2", "L1L2", "OrthogonalRegularizer");
  private static final Set<String> CONSTRAINTS =
      Set.of("MaxNorm", "MinMaxNorm", "NonNeg", "UnitNorm");

  private final KerasFormat format;
  private final Findings findings;

  ObjectWords(KerasFormat format, Findings findings) {
    this.format = format;
    this.findings = findings;
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
      findings.note("Python needs its own class for '" + name + "' (layer '" + layer + "').");
    }
    return object(module, name, LayerRecords.plain(options(object)));
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
    if (INITIALIZERS.contains(name)) {
      return "keras.initializers";
    }
    if (REGULARIZERS.contains(name)) {
      return "keras.regularizers";
    }
    if (name.endsWith("QuantizationConfig")
        || name.equals("GPTQConfig")
        || name.equals("AWQConfig")) {
      return "keras.quantizers";
    }
    return CONSTRAINTS.contains(name) ? "keras.constraints" : null;
  }

  /** Returns a name without the package that it is registered in, {@code Custom>Mine}. */
  static String bare(String registeredName) {
    return registeredName.substring(registeredName.lastIndexOf('>') + 1);
  }

  /** Returns an object as Keras 3 spells it; one without a module is registered by its name. */
  static ObjectNode object(@Nullable String module, String className, JsonNode config) {
    ObjectNode object = JSON.objectNode();
    object.put("module", module);
    object.put("class_name", className);
    object.set("config", config);
    object.put("registered_name", module == null ? className : null);
    return object;
  }

  private JsonNode activation(String layer, @Nullable KerasObject object) {
    if (object == null) {
      return JSON.textNode("linear");
    }
    String name = object.className();
    if (name.equals("hard_sigmoid")) {
      return hardSigmoid(layer, object);
    }
    if (format.forTfKeras()) {
      name = name.equals("silu") ? "swish" : name;
      if (!TF_KERAS_ACTIVATIONS.contains(name) && !AS_LAYERS.containsKey(name)) {
        findings.refuse("the activation '" + name + "', which tf_keras does not have", layer);
      }
    }
    if (object.config().isEmpty()) {
      boolean asLayer = format.forTfKeras() && !TF_KERAS_ACTIVATIONS.contains(name);
      return asLayer ? asLayer(name, object) : JSON.textNode(name);
    }
    if (!AS_LAYERS.containsKey(name)) {
      findings.refuse("the activation '" + name + "' with options", layer);
    }
    return asLayer(name, object);
  }

  private JsonNode asLayer(String name, KerasObject object) {
    ObjectNode config = JSON.objectNode();
    config.put("name", name);
    config.setAll((ObjectNode) LayerRecords.plain(options(object)));
    if (format.forTfKeras() && config.has("negative_slope") && name.equals("leaky_relu")) {
      config.set("alpha", config.remove("negative_slope"));
    }
    return object("keras.layers", AS_LAYERS.getOrDefault(name, name), config);
  }

  /** Keras 2 had the slope 0.2 under this name, Keras 3 has 1/6. */
  private JsonNode hardSigmoid(String layer, KerasObject object) {
    boolean old = !object.config().isEmpty();
    if (old && format.forKeras3()) {
      findings.refuse("the hard_sigmoid of Keras 2, which Keras 3 does not have", layer);
    }
    if (!old && format.forTfKeras()) {
      findings.refuse("the hard_sigmoid of Keras 3, which tf_keras does not have", layer);
    }
    return JSON.textNode("hard_sigmoid");
  }
}
