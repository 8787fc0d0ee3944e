package dev.tenon.importers.keras.layers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.error.MalformedModelException;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.keras.KerasDialect;
import dev.tenon.keras.KerasGeneration;
import dev.tenon.keras.calls.ConnectedModel;
import dev.tenon.keras.calls.FunctionalCalls;
import dev.tenon.keras.calls.SequentialCalls;
import dev.tenon.keras.check.SilentArguments;
import dev.tenon.keras.config.ConfigBinder;
import dev.tenon.keras.config.Json;
import dev.tenon.keras.config.LayerConfig;
import dev.tenon.keras.config.LayerUpgrade;
import dev.tenon.keras.config.OperationNames;
import dev.tenon.keras.config.Policies;
import dev.tenon.keras.config.PolicyMap;
import dev.tenon.keras.config.RecordedLayer;
import dev.tenon.keras.config.Refusals;
import dev.tenon.keras.family.KerasFamilies;
import dev.tenon.keras.signature.KerasSignature;
import dev.tenon.keras.signature.KerasSignatures;
import dev.tenon.keras.signature.SignatureKind;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.DTypePolicy;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.catalog.LayerCatalog;
import dev.tenon.layers.catalog.UnsupportedLayers;
import dev.tenon.layers.common.LayerEntry;
import dev.tenon.layers.common.NamedActivations;
import dev.tenon.layers.core.Activated;
import dev.tenon.layers.core.Embedding;
import dev.tenon.layers.ops.KerasOp;
import dev.tenon.limits.LoadLimits;
import dev.tenon.loading.CustomLayers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes the layers of a model from its configuration, and connects their calls.
 *
 * <p>Notes the layers that it cannot make: their list is one error at the end.
 */
final class LayerBinder {
  /** Layers that apply their activation more than once. */
  private static final Pattern RECURRENT = Pattern.compile("LSTM|GRU|RNN");

  private final KerasDialect dialect;
  private final CustomLayers custom;
  private final LoadLimits limits;
  private final Function<String, List<long[]>> weightShapes;
  private final Refusals refusals = new Refusals();
  private final List<String> warnings = new ArrayList<>();
  private final Map<LayerNode, RecordedLayer> recorded = new HashMap<>();
  private final Map<String, ConfigBinder> binders = new HashMap<>();
  private long layers;
  private int depth;

  /**
   * Creates a binder for one file.
   *
   * @param weightShapes returns the shapes of the weights of a top-level layer, empty if they are
   *     not known
   */
  LayerBinder(
      KerasDialect dialect,
      CustomLayers custom,
      LoadLimits limits,
      Function<String, List<long[]>> weightShapes) {
    this.dialect = dialect;
    this.custom = custom;
    this.limits = limits;
    this.weightShapes = weightShapes;
  }

  /** Stands for a layer that was noted as a refusal; reading ends before anyone calls it. */
  private record Refused(String className) implements Layer<String> {
    @Override
    public String build(Build build, List<Shape> inputs) {
      throw new IllegalStateException(className + " was refused");
    }

    @Override
    public List<Value> call(String weights, Call call, List<Value> inputs) {
      throw new IllegalStateException(className + " was refused");
    }
  }

  /** Returns what was read beside the model. */
  ModelReader.Read read(ConnectedModel model) {
    return new ModelReader.Read(model, recorded, warnings, refusals);
  }

  /**
   * Makes a model and the layers in it.
   *
   * @throws UnsupportedModelException if there are more layers, or they lie deeper, than is allowed
   */
  ConnectedModel model(LayerConfig model) {
    List<LayerNode> nodes = new ArrayList<>();
    for (int i = 0; i < model.layers().size(); i++) {
      LayerConfig layer = model.layers().get(i);
      // A chain has one input, before all other layers.
      if (layer.isInput() && (i == 0 || model.isFunctional())) {
        checkInput(layer);
      } else {
        nodes.add(node(layer));
      }
    }
    return model.isFunctional()
        ? new FunctionalCalls(model, nodes, dialect, refusals).connected()
        : SequentialCalls.connected(model, nodes, weightShapes, depth > 0);
  }

  /** Notes an input that is not a plain tensor. */
  private void checkInput(LayerConfig input) {
    for (String kind : new String[] {"sparse", "ragged"}) {
      if (input.config().path(kind).asBoolean(false)) {
        refusals.add("InputLayer of " + kind + " tensors", input.name());
      }
    }
  }

  private LayerNode node(LayerConfig config) {
    limits.checkNodes("", ++layers);
    limits.checkNesting("", ++depth);
    try {
      return made(config);
    } finally {
      depth--;
    }
  }

  private LayerNode made(LayerConfig config) {
    JsonNode trainable = config.config().get("trainable");
    LayerNode node =
        new LayerNode(
            config.name(),
            layer(config),
            trainable == null || trainable.asBoolean(true),
            policy(config),
            config.legacy());
    JsonNode alpha = Json.get(config.config(), "lora_alpha");
    recorded.put(
        node,
        new RecordedLayer(
            config.fileClass(),
            registered(config.registeredName(), node.layer()),
            config.module(),
            custom.find(config.registeredName(), config.name()) == null
                ? Map.of()
                : Json.plainMap(config.config()),
            alpha == null ? null : alpha.doubleValue()));
    return node;
  }

  /** Adds the package, which an .h5 file of Keras 3 leaves out, where the Java class knows it. */
  private static String registered(String inFile, Layer<?> layer) {
    boolean known = layer.registeredName().endsWith(">" + inFile);
    return known ? layer.registeredName() : inFile;
  }

  private Layer<?> layer(LayerConfig config) {
    var own = custom.find(config.registeredName(), config.name());
    if (own != null) {
      return own.apply(Json.plainMap(config.config()));
    }
    if (config.isModel()) {
      return model(config).model();
    }
    if (config.isOperation()) {
      return operation(config);
    }
    LayerEntry entry = LayerCatalog.find(config.className());
    if (entry == null) {
      return refuse(config, reason(config));
    }
    if (KerasFamilies.isLookup(config.className())
        && config.config().path("vocabulary").isTextual()) {
      return refuse(
          config,
          config.fileClass()
              + " with its vocabulary in the file "
              + Json.shown(config.config().path("vocabulary"))
              + " outside of the model, which Tenon never opens");
    }
    try {
      LayerNode activation = activation(config);
      ObjectNode keys = config.config();
      if (activation != null) {
        keys = keys.deepCopy();
        keys.putNull("activation");
      }
      ConfigBinder.Bound bound = binder(entry).bind(keys, this::node);
      for (String key : bound.unknown()) {
        review(config, key);
      }
      return activation == null ? bound.layer() : new Activated(bound.layer(), activation);
    } catch (IllegalArgumentException e) {
      throw new MalformedModelException(
          "", config + ": the configuration does not fit: " + e.getMessage(), e);
    }
  }

  private ConfigBinder binder(LayerEntry entry) {
    return binders.computeIfAbsent(entry.className(), name -> new ConfigBinder(entry.defaults()));
  }

  /** Returns the layer that stands where Keras asks for a function, or null if none does. */
  private @Nullable LayerNode activation(LayerConfig config) {
    for (String key : List.of("activation", "recurrent_activation", "gate_activation")) {
      String name = Json.text(config.config().path(key), "class_name");
      if (name == null || NamedActivations.knows(name)) {
        continue;
      }
      boolean known = LayerCatalog.find(name) != null || custom.find(name, config.name()) != null;
      if (!known) {
        refusals.add(
            "the activation " + name + ", a function that Tenon does not know", config.name());
      } else if (!key.equals("activation") || RECURRENT.matcher(config.className()).find()) {
        refusals.add(
            config.fileClass() + " with the layer " + name + " as its " + key, config.name());
      } else {
        return activation(config, (ObjectNode) config.config().path(key));
      }
      config.config().putNull(key);
    }
    return null;
  }

  private LayerNode activation(LayerConfig config, ObjectNode written) {
    ObjectNode entry = written.deepCopy();
    if (!entry.path("config").isObject()) {
      entry.putObject("config");
    }
    LayerNode made = node(LayerUpgrade.layer(entry, dialect));
    return made.name().isEmpty()
        ? new LayerNode("activation", made.layer(), made.trainable(), policy(config), made.legacy())
        : made;
  }

  private Layer<?> operation(LayerConfig config) {
    String op = OperationNames.of(config);
    if (KerasOp.knows(op)) {
      ObjectNode options = config.config().deepCopy();
      options.remove("name");
      if (op.startsWith("tf.")) {
        // These describe the layer around TensorFlow's function, whose arguments are in its calls.
        options.remove(
            List.of(
                "trainable",
                "dtype",
                "function",
                "symbol",
                "node_def",
                "constants",
                "build_config"));
      }
      return new KerasOp(op, Json.plainMap(options));
    }
    String reason = KerasOp.refusal(op);
    return refuse(
        config, "operation " + op + ", " + (reason == null ? "which Tenon does not know" : reason));
  }

  private void review(LayerConfig config, String key) {
    switch (SilentArguments.read(config.fileClass(), config.config(), key)) {
      case HARMLESS -> {}
      case UNKNOWN ->
          warnings.add(
              config
                  + ": the configuration's '"
                  + key
                  + "' is not known to Tenon and has no effect here");
      case UNSUPPORTED ->
          refusals.add(
              config.fileClass()
                  + " with "
                  + key
                  + "="
                  + Json.shown(config.config().path(key))
                  + ", which Tenon does not support",
              config.name());
    }
  }

  private Layer<?> refuse(LayerConfig config, String reason) {
    refusals.add(reason, config.name());
    return new Refused(config.className());
  }

  private static String reason(LayerConfig config) {
    String known = UnsupportedLayers.reason(config.className());
    if (known != null) {
      return config.fileClass() + " " + known;
    }
    return config.registeredName() + " is a layer that Tenon does not know";
  }

  private static boolean isQuantised(String className) {
    KerasSignature layer =
        KerasSignatures.of(KerasGeneration.KERAS_3).find(SignatureKind.LAYER, className);
    return layer != null && layer.takes("quantization_config");
  }

  private DTypePolicy policy(LayerConfig config) {
    if (config.isOperation()) {
      // An operation takes its tensors as they are; its dtype is an argument.
      return DTypePolicy.FLOAT32;
    }
    JsonNode dtype = Json.get(config.config(), "dtype");
    if (dtype == null) {
      return DTypePolicy.FLOAT32;
    }
    try {
      DTypePolicy policy =
          Policies.of(
              PolicyMap.resolved(dtype, config.name()),
              Json.get(config.config(), "quantization_config"));
      if (policy.quantization() != null && !isQuantised(config.className())) {
        refusals.add(
            config.fileClass() + " quantised to " + policy.name() + ", which Keras does not have",
            config.name());
        return DTypePolicy.FLOAT32;
      }
      // Embedding's dtype was that of its indices once; its weights were always real numbers.
      boolean indices =
          config.className().equals(Embedding.DEFAULTS.className())
              && !policy.compute().isFloating();
      return indices ? DTypePolicy.FLOAT32 : policy;
    } catch (IllegalArgumentException e) {
      refusals.add("the dtype policy " + Policies.shown(dtype), config.name());
      return DTypePolicy.FLOAT32;
    }
  }
}
