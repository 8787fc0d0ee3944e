package dev.tenon.importers.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.error.MalformedModelException;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Turns a layer's entry of any dialect into Keras 3's words, layers inside it included. */
public final class LayerUpgrade {
  private static final Map<String, String> CLASS_NAMES =
      Map.ofEntries(
          Map.entry("Model", "Functional"),
          Map.entry("BatchNormalizationV1", "BatchNormalization"),
          Map.entry("BatchNormalizationV2", "BatchNormalization"),
          Map.entry("SyncBatchNormalization", "BatchNormalization"),
          Map.entry("GroupedQueryAttention", "GroupQueryAttention"),
          Map.entry("LSTMV1", "LSTM"),
          Map.entry("LSTMV2", "LSTM"),
          Map.entry("GRUV1", "GRU"),
          Map.entry("GRUV2", "GRU"),
          Map.entry("DenseFeaturesV2", "DenseFeatures"),
          Map.entry("CuDNNLSTM", "LSTM"),
          Map.entry("CuDNNGRU", "GRU"));

  private final String file;
  private final KerasDialect dialect;

  /** Returns the class names that older files use, each with Keras 3's name for it. */
  public static Map<String, String> olderNames() {
    Map<String, String> names = new TreeMap<>(Keras1Layers.olderNames());
    names.putAll(CLASS_NAMES);
    return names;
  }

  public LayerUpgrade(String file, KerasDialect dialect) {
    this.file = file;
    this.dialect = dialect;
  }

  /**
   * Reads a layer's entry.
   *
   * @throws MalformedModelException where it is none
   */
  public LayerConfig upgrade(JsonNode entry) {
    String registered = Json.text(entry, "class_name");
    if (registered == null) {
      throw new MalformedModelException(
          file, "expected a layer with a 'class_name' but received " + Json.kind(entry));
    }
    String fileClass = registered.substring(registered.lastIndexOf('>') + 1);
    ObjectNode config = copyOf(entry.get("config"), fileClass);
    String name = nameOf(entry, config);
    String className = CLASS_NAMES.getOrDefault(fileClass, fileClass);
    if (config.path("layers").isArray()
        && config.has("input_layers")
        && config.has("output_layers")) {
      // A class of the user's that is a functional model; most have a training step of their own.
      className = "Functional";
    }
    boolean model = className.equals("Functional") || className.equals("Sequential");
    if (!model) {
      plain(config);
      if (dialect == KerasDialect.KERAS_1) {
        className = Keras1Layers.upgrade(fileClass, config);
      }
      if (dialect.before(KerasDialect.KERAS_3)) {
        Keras2Layers.upgrade(fileClass, className, config, dialect);
      }
      if (className.equals("TensorFlowOpLayer")) {
        RawTensorFlowOps.upgrade(config);
      }
      FunctionUpgrade.canonicalize(config, dialect);
      innerLayers(config);
      JsonNode build = Json.get(entry, "build_config");
      if (build != null) {
        config.set("build_config", build);
      }
    }
    return new LayerConfig(
        className,
        fileClass,
        registered,
        Json.text(entry, "module"),
        name,
        config,
        entry.get("inbound_nodes"));
  }

  /** Returns a config as an object; Keras before 2.2.3 gave a Sequential's as a bare list. */
  private ObjectNode copyOf(@Nullable JsonNode config, String fileClass) {
    ObjectNode copy = Json.emptyObject();
    if (config instanceof ArrayNode layers) {
      copy.set("layers", layers);
    } else if (config instanceof ObjectNode object) {
      copy.setAll(object);
    } else if (config != null && !config.isNull()) {
      throw new MalformedModelException(
          file, "the configuration of a " + fileClass + " is " + Json.kind(config));
    }
    return copy;
  }

  private static String nameOf(JsonNode entry, ObjectNode config) {
    String name = Json.text(entry, "name");
    if (name == null) {
      name = Json.text(config, "name");
    }
    return name == null ? "" : name;
  }

  /** Undoes NumPy numbers and arrays that old versions wrote as objects. */
  private static void plain(ObjectNode config) {
    Iterator<String> keys = config.fieldNames();
    while (keys.hasNext()) {
      String key = keys.next();
      JsonNode value = config.get(key);
      JsonNode inner = value.get("value");
      if (inner != null && value.path("type").asText().equals("ndarray")) {
        config.set(key, inner);
      } else if (value.path("class_name").asText().equals("__tuple__") && value.has("items")) {
        config.set(key, value.get("items"));
      } else if (value.path("class_name").asText().equals("__numpy__")
          && value.path("config").has("value")) {
        // TensorFlow 2.12 wrote the bounds of a ReLU so.
        config.set(key, value.path("config").get("value"));
      }
    }
  }

  /** Upgrades the layers that wrappers hold; each stays an entry with class name and config. */
  private void innerLayers(ObjectNode config) {
    for (String key : new String[] {"layer", "backward_layer", "forward_layer", "cell"}) {
      if (config.get(key) instanceof ObjectNode inner && inner.has("class_name")) {
        config.set(key, entryOf(upgrade(inner), inner));
      }
    }
    for (String key : new String[] {"cells", "layers"}) {
      if (config.get(key) instanceof ArrayNode inners) {
        ArrayNode upgraded = config.arrayNode();
        for (JsonNode inner : inners) {
          upgraded.add(inner.has("class_name") ? entryOf(upgrade(inner), inner) : inner);
        }
        config.set(key, upgraded);
      }
    }
  }

  private static ObjectNode entryOf(LayerConfig layer, JsonNode original) {
    ObjectNode entry = Json.emptyObject();
    entry.put("class_name", layer.isModel() ? layer.fileClass() : layer.registeredName());
    if (!layer.isModel()) {
      entry.put("upgraded_class", layer.className());
    }
    entry.put("name", layer.name());
    if (layer.module() != null) {
      entry.put("module", layer.module());
    }
    entry.set("config", layer.isModel() ? original.get("config") : layer.config());
    return entry;
  }

  /** Reads an entry that {@link #upgrade} has left inside a wrapper's configuration. */
  public LayerConfig inner(JsonNode entry) {
    String upgraded = Json.text(entry, "upgraded_class");
    if (upgraded == null) {
      return upgrade(entry);
    }
    String registered = entry.path("class_name").asText();
    ObjectNode config = copyOf(entry.get("config"), upgraded);
    return new LayerConfig(
        upgraded,
        registered.substring(registered.lastIndexOf('>') + 1),
        registered,
        Json.text(entry, "module"),
        nameOf(entry, config),
        config,
        null);
  }
}
