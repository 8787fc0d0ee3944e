package dev.tenon.exporters.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.exporters.keras.plan.AutoMasks;
import dev.tenon.exporters.keras.plan.Diagnostics;
import dev.tenon.exporters.keras.plan.ExportPlanner;
import dev.tenon.exporters.keras.plan.KerasContent;
import dev.tenon.exporters.keras.plan.LayerDraft;
import dev.tenon.exporters.keras.plan.ModelDraft;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.keras.KerasGeneration;
import dev.tenon.keras.calls.CallStructure;
import dev.tenon.keras.calls.CallWriter;
import dev.tenon.keras.calls.InputTypes;
import dev.tenon.keras.config.LayerDowngrade;
import dev.tenon.keras.config.LayerRecords;
import dev.tenon.keras.config.RecordedLayer;
import dev.tenon.keras.family.Renames;
import dev.tenon.keras.signature.KerasSignature;
import dev.tenon.keras.signature.KerasSignatures;
import dev.tenon.keras.signature.SignatureKind;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.LegacyOption;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.layers.base.Quantization;
import dev.tenon.layers.catalog.LayerCatalog;
import dev.tenon.layers.core.Activated;
import dev.tenon.layers.core.CustomScaleLayer;
import dev.tenon.layers.core.InputLayer;
import dev.tenon.layers.core.LayerScale;
import dev.tenon.layers.ops.KerasOp;
import dev.tenon.saving.keras.KerasFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes the configuration of a model: its layers, their keys and their calls. */
public final class ModelConfigWriter {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Layers of {@code keras.applications}, which are no public layers. */
  private static final Map<String, String> PRIVATE_MODULES =
      Map.of(
          LayerScale.DEFAULTS.className(), "keras.src.applications.convnext",
          CustomScaleLayer.DEFAULTS.className(), "keras.src.applications.inception_resnet_v2");

  private final KerasContent content;
  private final KerasFormat format;
  private final Diagnostics diagnostics;
  private final ExportPlanner planner;
  private final LayerDowngrade layerConfigs;
  private final boolean masked;
  private final ObjectConfigWriter objectConfigs;

  public ModelConfigWriter(
      KerasContent content,
      KerasFormat format,
      Diagnostics diagnostics,
      ExportPlanner planner,
      boolean alone) {
    this.content = content;
    this.format = format;
    this.diagnostics = diagnostics;
    this.planner = planner;
    this.masked = AutoMasks.hasMasks(content.lowered());
    this.layerConfigs = new LayerDowngrade(format, diagnostics::refuse, alone);
    this.objectConfigs = new ObjectConfigWriter(format, diagnostics);
  }

  /** Returns the configuration of the outermost model. */
  public ObjectNode root(ModelDraft draft) {
    return model(draft, content.inputs(), content.outputs(), format == KerasFormat.KERAS);
  }

  private ObjectNode model(
      ModelDraft draft, CallStructure inputs, CallStructure outputs, boolean withModule) {
    ObjectNode config =
        draft.isSequential() ? sequential(draft) : functional(draft, inputs, outputs);
    if (!withModule) {
      return JSON.objectNode().put("class_name", draft.className()).set("config", config);
    }
    if (draft.isSequential()) {
      return ObjectConfigWriter.object("keras", "Sequential", config);
    }
    if (format.forTfKeras()) {
      // Both generations have this class under this name, and make a Functional of it.
      return ObjectConfigWriter.object("keras", "Model", config);
    }
    ObjectNode object =
        ObjectConfigWriter.object("keras.src.models.functional", "Functional", config);
    return object.put("registered_name", "Functional");
  }

  private ObjectNode functional(ModelDraft draft, CallStructure inputs, CallStructure outputs) {
    CallWriter calls = new CallWriter(format, draft, diagnostics::refuse);
    ObjectNode config = JSON.objectNode();
    config.put("name", draft.name());
    config.put("trainable", draft.trainable());
    ArrayNode layers = config.putArray("layers");
    for (LayerDraft layer : draft.layers()) {
      ObjectNode entry = member(layer, draft);
      entry.put("name", layer.name);
      ArrayNode nodes = entry.putArray("inbound_nodes");
      LayerNode node = layer.node;
      if (node != null) {
        layer.calls.forEach(call -> nodes.add(calls.call(layer.name, node, call.arguments())));
      }
      layers.add(entry);
    }
    List<Value> given = draft.inputs().stream().map(input -> valueOf(draft, input)).toList();
    config.set("input_layers", calls.ends(given, inputs));
    config.set("output_layers", calls.ends(draft.outputs(), outputs));
    return config;
  }

  private static Value valueOf(ModelDraft draft, LayerDraft input) {
    return draft.places().entrySet().stream()
        .filter(entry -> entry.getValue().layer() == input)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  private ObjectNode sequential(ModelDraft draft) {
    ObjectNode config = JSON.objectNode();
    config.put("name", draft.name());
    if (!format.forTfKeras()) {
      config.put("trainable", draft.trainable());
    }
    ArrayNode layers = config.putArray("layers");
    for (LayerDraft layer : draft.layers()) {
      TensorType input = layer.input;
      if (input == null || input.shape().ranked()) {
        layers.add(member(layer, draft));
      }
    }
    return config;
  }

  /** Returns a member of a model, without its calls. */
  private ObjectNode member(LayerDraft layer, ModelDraft in) {
    if (layer.input != null) {
      return entry(
          "keras.layers",
          InputLayer.DEFAULTS.className(),
          null,
          InputTypes.write(layer.name, layer.input, format),
          false);
    }
    LayerNode node = Objects.requireNonNull(layer.node);
    if (node.layer() instanceof NestedModel nested) {
      ModelDraft draft = planner.nested(nested, layer.path, node.trainable());
      return model(
          draft.named(layer.name),
          CallStructure.of(draft.inputs().size()),
          CallStructure.of(draft.outputs().size()),
          format == KerasFormat.KERAS);
    }
    ObjectNode entry = layer(node, layer.name, layer.trainable && node.trainable(), false);
    if (node.layer() instanceof Activated
        && format.forKeras3()
        && entry.path("config").path("activation") instanceof ObjectNode activation) {
      shape(activation, layer, in);
    }
    return entry;
  }

  /** Says what an activation with weights is given: Keras 3 makes its weights only of that. */
  private static void shape(ObjectNode activation, LayerDraft layer, ModelDraft in) {
    TensorType type =
        layer.calls.isEmpty() ? null : in.types().get(layer.calls.get(0).outputs().get(0));
    if (type != null && type.shape().ranked()) {
      activation.putObject("build_config").set("input_shape", InputTypes.lengths(type.shape()));
    }
  }

  /** Returns a layer with its own keys. */
  private ObjectNode layer(LayerNode node, String name, boolean trainable, boolean inside) {
    if (node.layer() instanceof KerasOp op) {
      return operation(op, name);
    }
    String className = node.layer().className();
    RecordedLayer registered = content.registered().get(node);
    if (isCustom(node, registered)) {
      return custom(node, name, trainable, registered, inside);
    }
    ObjectNode config = JSON.objectNode();
    config.put("name", name);
    config.put("trainable", trainable);
    config.set("dtype", layerConfigs.policy(name, node.dtypePolicy()));
    Layer<?> plain = node.layer() instanceof Activated activated ? activated.layer() : node.layer();
    config.setAll(LayerRecords.config(plain, words(name, config, trainable)));
    if (node.layer() instanceof Activated activated) {
      config.set("activation", inner(activated.activation(), trainable));
    }
    Quantization how = node.dtypePolicy().quantization();
    if (how != null && how.config() != null) {
      config.set(
          "quantization_config", objectConfigs.write(name, "quantization_config", how.config()));
    }
    if (format.forKeras3() && node.has(LegacyOption.KEPT_MASKS) && masked) {
      diagnostics.refuse(
          "MultiHeadAttention of tf_keras in a model with masks, which Keras 3 hands on otherwise",
          name);
    }
    layerConfigs.adapt(className, name, config, node.legacy());
    String module = PRIVATE_MODULES.get(className);
    if (module != null) {
      diagnostics.note(
          "Python needs the class " + className + " of keras.applications to open the file.");
      return entry(module, className, className, config, inside);
    }
    return entry("keras.layers", pythonName(className, inside), null, config, inside);
  }

  private LayerRecords.Words words(String name, ObjectNode config, boolean trainable) {
    return new LayerRecords.Words() {
      @Override
      public JsonNode object(String key, @Nullable KerasObject object) {
        return objectConfigs.write(name, key, object, config.path("dtype"));
      }

      @Override
      public JsonNode layer(LayerNode inner) {
        return inner(inner, trainable);
      }
    };
  }

  /** Returns a layer inside a layer. */
  private JsonNode inner(LayerNode node, boolean outerTrainable) {
    boolean trainable = node.trainable();
    if (node.layer() instanceof NestedModel nested) {
      ModelDraft draft = planner.nested(nested, node.name(), trainable && outerTrainable);
      return model(
          draft,
          CallStructure.of(draft.inputs().size()),
          CallStructure.of(draft.outputs().size()),
          true);
    }
    return layer(node, node.name(), trainable, true);
  }

  private String pythonName(String className, boolean inside) {
    // HDF5 files have the name of the class, archives the one that Keras exports.
    boolean exported = format == KerasFormat.KERAS || inside;
    return exported ? Renames.CLASSES.getOrDefault(className, className) : className;
  }

  /** Returns whether a layer has a custom class or a custom configuration. */
  public static boolean isCustom(LayerNode node, @Nullable RecordedLayer registered) {
    boolean known = LayerCatalog.find(node.layer().className()) != null;
    return !known || (registered != null && !registered.customConfig().isEmpty());
  }

  private ObjectNode custom(
      LayerNode node,
      String name,
      boolean trainable,
      @Nullable RecordedLayer registered,
      boolean inside) {
    String registeredName =
        registered == null ? node.layer().registeredName() : registered.registeredName();
    String className = ObjectConfigWriter.bare(registeredName);
    ObjectNode config = JSON.objectNode();
    config.put("name", name);
    config.put("trainable", trainable);
    config.set("dtype", layerConfigs.policy(name, node.dtypePolicy()));
    JsonNode build = null;
    if (registered != null && !registered.customConfig().isEmpty()) {
      for (Map.Entry<String, @Nullable Object> said : registered.customConfig().entrySet()) {
        if (said.getKey().equals("build_config")) {
          build = LayerRecords.plain(said.getValue());
        } else if (!config.has(said.getKey())) {
          config.set(said.getKey(), LayerRecords.plain(said.getValue()));
        }
      }
    } else {
      config.setAll(LayerRecords.config(node.layer(), words(name, config, trainable)));
    }
    diagnostics.note(
        "Python needs the class '"
            + registeredName
            + "' to open the file: register it with @keras.saving.register_keras_serializable, or"
            + " give it to load_model in custom_objects (layer '"
            + name
            + "').");
    if (className.equals("Lambda")) {
      diagnostics.note("A Lambda layer holds Python code: open the file with safe_mode=False.");
      return entry("keras.layers", "Lambda", null, config, inside);
    }
    boolean withModule = format == KerasFormat.KERAS || inside;
    ObjectNode entry =
        entry(
            registered == null ? null : registered.module(),
            withModule ? className : registeredName,
            registeredName,
            config,
            inside);
    if (build != null && withModule) {
      entry.set("build_config", build);
    }
    return entry;
  }

  private ObjectNode operation(KerasOp op, String name) {
    boolean tensorFlow = op.op().startsWith("tf.");
    ObjectNode config = JSON.objectNode();
    config.put("name", name);
    if (format == KerasFormat.TF_KERAS_H5) {
      if (!tensorFlow) {
        diagnostics.refuse(
            "operation " + op.op() + " of Keras 3, which tf_keras does not have", name);
      }
      config.put("trainable", true);
      config.put("dtype", "float32");
      config.put("function", op.op().replaceFirst("^tf\\.", ""));
      config.setAll((ObjectNode) LayerRecords.plain(op.config()));
      return entry("", op.className(), null, config, false);
    }
    if (format != KerasFormat.KERAS) {
      diagnostics.refuse(
          "operation " + op.op() + ", which Keras 3 does not read back from an HDF5 file", name);
    } else if (tensorFlow) {
      diagnostics.refuse("function " + op.op() + ", which Keras 3 does not have", name);
    }
    config.setAll((ObjectNode) LayerRecords.plain(op.config()));
    String className = op.className();
    KerasSignature known =
        KerasSignatures.of(KerasGeneration.KERAS_3).find(SignatureKind.OPERATION, className);
    // One that Keras 3 does not have was refused before, and is not written.
    return entry(known == null ? "" : known.module(), className, className, config, false);
  }

  private ObjectNode entry(
      @Nullable String module,
      String className,
      @Nullable String registeredName,
      ObjectNode config,
      boolean inside) {
    ObjectNode entry = JSON.objectNode();
    boolean withModule = format == KerasFormat.KERAS || inside;
    if (withModule) {
      entry.put("module", module);
    }
    entry.put("class_name", className);
    entry.set("config", config);
    if (withModule) {
      entry.put("registered_name", registeredName);
    }
    return entry;
  }
}
