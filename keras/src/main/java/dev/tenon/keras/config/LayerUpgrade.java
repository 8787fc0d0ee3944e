package dev.tenon.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.internal.annotations.ObjectMarkers;
import dev.tenon.keras.KerasDialect;
import dev.tenon.keras.family.KerasFamilies;
import dev.tenon.keras.family.OlderLayer;
import dev.tenon.keras.family.Renames;
import dev.tenon.keras.functions.TensorFlowFunctions;
import dev.tenon.layers.base.LegacyOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns a layer's entry of any dialect into Keras 3's words, layers inside it included. */
public final class LayerUpgrade {
  private LayerUpgrade() {}

  /**
   * Reads the entry of a whole model, all models and layers in it included.
   *
   * @throws MalformedModelException where an entry is none
   * @throws UnsupportedModelException where it begins with a Merge layer of Keras 1
   */
  public static LayerConfig model(JsonNode entry, KerasDialect dialect) {
    LayerConfig root = layer(entry, dialect);
    // A class of the user's that has layers is read as a chain of them.
    return root.isModel() || !root.config().has("layers") ? root : withLayers(root, dialect);
  }

  /**
   * Reads a layer's entry, layers inside it included.
   *
   * @throws MalformedModelException where it is none
   */
  public static LayerConfig layer(JsonNode entry, KerasDialect dialect) {
    String registered = Json.text(entry, "class_name");
    if (registered == null) {
      throw new MalformedModelException(
          "", "expected a layer with a 'class_name' but received " + Json.kind(entry));
    }
    String fileClass = registered.substring(registered.lastIndexOf('>') + 1);
    ObjectNode config = copyOf(entry.get("config"), fileClass);
    String name = nameOf(entry, config);
    String className = Renames.CLASSES.getOrDefault(fileClass, fileClass);
    if (config.path("layers").isArray()
        && config.has("input_layers")
        && config.has("output_layers")) {
      // A class of the user's that is a functional model; most have a training step of their own.
      className = "Functional";
    }
    boolean model = LayerConfig.isModel(className);
    Set<LegacyOption> legacy = Set.of();
    if (!model) {
      OlderLayer upgraded = upgraded(new OlderLayer(fileClass, className, dialect, config));
      className = upgraded.className();
      legacy = upgraded.legacy();
      JsonNode build = Json.get(entry, "build_config");
      if (build != null) {
        config.set("build_config", build);
      }
    }
    LayerConfig layer =
        new LayerConfig(
            className,
            fileClass,
            registered,
            Json.text(entry, "module"),
            name,
            config,
            legacy,
            entry.get("inbound_nodes"),
            List.of());
    return model ? withLayers(layer, dialect) : layer;
  }

  /** Brings a layer's configuration to Keras 3, the functions and layers in it, too. */
  private static OlderLayer upgraded(OlderLayer layer) {
    ObjectNode config = layer.config();
    plain(config);
    KerasFamilies.upgrade(layer);
    if (layer.className().equals("TensorFlowOpLayer")) {
      config.put("function", TensorFlowFunctions.ofGraph(OperationNames.inGraph(config)));
    }
    FunctionUpgrade.canonicalize(config, layer.dialect());
    innerLayers(config, layer.dialect());
    return layer;
  }

  private static LayerConfig withLayers(LayerConfig model, KerasDialect dialect) {
    JsonNode entries = model.config().path("layers");
    if (!entries.isArray()) {
      throw new MalformedModelException(
          "", model + ": expected a list of layers but received " + Json.kind(entries));
    }
    List<LayerConfig> layers = new ArrayList<>();
    for (JsonNode entry : entries) {
      boolean embedded = entry instanceof POJONode pojo && pojo.getPojo() instanceof LayerConfig;
      layers.add(embedded ? (LayerConfig) ((POJONode) entry).getPojo() : layer(entry, dialect));
    }
    if (!model.isFunctional()) {
      if (!layers.isEmpty() && layers.get(0).fileClass().equals("Merge")) {
        throw startsWithMerge(model, layers.get(0));
      }
      nameChains(layers);
    }
    return model.of(layers);
  }

  /** Names the chains inside a chain, which had no name before Keras 2.2.3. */
  private static void nameChains(List<LayerConfig> layers) {
    int inputs = !layers.isEmpty() && layers.get(0).isInput() ? 1 : 0;
    for (int i = inputs; i < layers.size(); i++) {
      if (layers.get(i).name().isEmpty()) {
        layers.set(i, layers.get(i).named("sequential_" + (i - inputs + 1)));
      }
    }
  }

  /**
   * In Keras 1 such a chain had several inputs, each with layers of its own inside the first one.
   */
  private static UnsupportedModelException startsWithMerge(LayerConfig model, LayerConfig merge) {
    return new UnsupportedModelException(
        "",
        model
            + " starts with "
            + merge
            + ", which joins "
            + merge.config().path("layers").size()
            + " models inside it; Tenon reads a Merge layer of Keras 1 in a functional model only:"
            + " build the same with keras.models.Model in Python and copy the weights over");
  }

  /** Returns a config as an object; Keras before 2.2.3 gave a Sequential's as a bare list. */
  private static ObjectNode copyOf(@Nullable JsonNode config, String fileClass) {
    ObjectNode copy = Json.emptyObject();
    if (config instanceof ArrayNode layers) {
      copy.set("layers", layers);
    } else if (config instanceof ObjectNode object) {
      copy.setAll(object);
    } else if (config != null && !config.isNull()) {
      throw new MalformedModelException(
          "", "the configuration of a " + fileClass + " is " + Json.kind(config));
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
      } else if (value.path("class_name").asText().equals(ObjectMarkers.TUPLE)
          && value.has("items")) {
        config.set(key, value.get("items"));
      } else if (value.path("class_name").asText().equals(ObjectMarkers.ARRAY)
          && value.path("config").has("value")) {
        // TensorFlow 2.12 wrote the bounds of a ReLU so.
        config.set(key, value.path("config").get("value"));
      }
    }
  }

  /** Embeds the layers that wrappers and stacks of cells hold. */
  private static void innerLayers(ObjectNode config, KerasDialect dialect) {
    for (String key : new String[] {"layer", "backward_layer", "forward_layer", "cell"}) {
      if (config.get(key) instanceof ObjectNode inner && inner.has("class_name")) {
        config.putPOJO(key, layer(inner, dialect));
      }
    }
    for (String key : new String[] {"cells", "layers"}) {
      if (config.get(key) instanceof ArrayNode inners) {
        ArrayNode upgraded = config.arrayNode();
        for (JsonNode inner : inners) {
          if (inner.has("class_name")) {
            upgraded.addPOJO(layer(inner, dialect));
          } else {
            upgraded.add(inner);
          }
        }
        config.set(key, upgraded);
      }
    }
  }
}
