package dev.tenon.keras.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.keras.KerasDialect;
import dev.tenon.keras.RecordedFiles;
import dev.tenon.keras.calls.RecordedModel;
import dev.tenon.keras.check.SilentArguments;
import dev.tenon.layers.base.LayerNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The records of layers say again what Keras 3 wrote of them. */
final class RecordedLayersTest {
  /** What stands in the file and in no record: the node has it, or another layer, or nobody. */
  private static final Set<String> BESIDE =
      Set.of("name", "trainable", "dtype", "batch_shape", "batch_input_shape", "build_config");

  /** How Keras 3 spells objects where no file is at stake. */
  private static final LayerRecords.Words WORDS =
      new LayerRecords.Words() {
        @Override
        public JsonNode object(String key, @Nullable KerasObject object) {
          if (object == null) {
            return NullNode.instance;
          }
          return named(object.className(), LayerRecords.plain(object.config()));
        }

        @Override
        public JsonNode layer(LayerNode node) {
          return named(node.layer().className(), JsonNodeFactory.instance.objectNode());
        }

        private static JsonNode named(String className, JsonNode config) {
          ObjectNode object = JsonNodeFactory.instance.objectNode();
          object.put("class_name", className);
          object.set("config", config);
          return object;
        }
      };

  @ParameterizedTest
  @ValueSource(strings = {"layers", "training", "quantized"})
  void recordsHaveTheKeysOfTheFile(String folder) {
    List<String> differences = new ArrayList<>();
    int compared = 0;
    for (RecordedFiles.Recorded file : RecordedFiles.in(folder)) {
      if (file.dialect() != KerasDialect.KERAS_3) {
        continue;
      }
      RecordedModel model = RecordedModel.of(file);
      compared += compare(file.name(), file.model(), model.config(), model, differences);
    }
    assertThat(differences).isEmpty();
    assertThat(compared).isGreaterThan(70);
  }

  /** Compares a layer and those in it; returns how many layers there are. */
  private static int compare(
      String file, JsonNode entry, LayerConfig layer, RecordedModel model, List<String> different) {
    int compared = 0;
    for (int i = 0; i < layer.layers().size(); i++) {
      JsonNode inside = entry.path("config").path("layers").get(i);
      compared += compare(file, inside, layer.layers().get(i), model, different);
    }
    LayerNode node = model.nodes().get(layer);
    if (node == null
        || layer.isModel()
        || layer.isOperation()
        || node.layer() instanceof RecordedModel.Other) {
      return compared;
    }
    ObjectNode record = LayerRecords.config(node.layer(), WORDS);
    for (String key : model.unknown(layer)) {
      SilentArguments.Meaning meaning =
          SilentArguments.read(layer.fileClass(), layer.config(), key);
      if (meaning != SilentArguments.Meaning.HARMLESS) {
        different.add(file + " " + layer + " has the " + meaning + " " + key);
      }
    }
    for (var said : entry.path("config").properties()) {
      String key = said.getKey();
      List<LayerConfig> inner = inner(layer.config().path(key));
      for (int i = 0; i < inner.size(); i++) {
        JsonNode value = said.getValue();
        JsonNode inside = value.isArray() ? value.get(i) : value;
        compared += compare(file, inside, inner.get(i), model, different);
      }
      if (!BESIDE.contains(key) && !model.unknown(layer).contains(key)) {
        JsonNode written = spelled(record.path(key));
        if (!written.equals(spelled(said.getValue()))) {
          different.add(file + " " + layer + " " + key + ": " + said.getValue() + " / " + written);
        }
      }
    }
    return compared + 1;
  }

  private static List<LayerConfig> inner(JsonNode value) {
    List<LayerConfig> inner = new ArrayList<>();
    for (JsonNode entry : value.isArray() ? value : List.of(value)) {
      if (entry instanceof POJONode pojo && pojo.getPojo() instanceof LayerConfig layer) {
        inner.add(layer);
      }
    }
    return inner;
  }

  /** Returns a value without what has several spellings in Keras. */
  private static JsonNode spelled(JsonNode value) {
    if (value.isNumber()) {
      return DoubleNode.valueOf(value.doubleValue());
    }
    if (value instanceof ArrayNode list) {
      if (list.size() == 1) {
        return spelled(list.get(0));
      }
      ArrayNode spelled = JsonNodeFactory.instance.arrayNode();
      list.forEach(item -> spelled.add(spelled(item)));
      return spelled;
    }
    if (value.has("class_name")) {
      JsonNode config = value.path("config");
      // Layers inside are compared by themselves.
      if (config.isTextual() || config.isEmpty() || config.has("trainable")) {
        String name = config.isTextual() ? config.asText() : value.path("class_name").asText();
        return TextNode.valueOf(name);
      }
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      object.set("class_name", value.path("class_name"));
      object.set("config", spelled(config));
      return object;
    }
    if (value instanceof ObjectNode object) {
      ObjectNode spelled = JsonNodeFactory.instance.objectNode();
      for (var member : object.properties()) {
        if (!BESIDE.contains(member.getKey())) {
          spelled.set(member.getKey(), spelled(member.getValue()));
        }
      }
      return spelled;
    }
    return value;
  }
}
