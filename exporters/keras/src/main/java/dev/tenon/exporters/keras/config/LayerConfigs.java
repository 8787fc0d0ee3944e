package dev.tenon.exporters.keras.config;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.keras.config.LayerRecords;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.LegacyOption;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Describes the configuration of a layer for people: Keras' keys, and names in place of objects.
 */
public final class LayerConfigs {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final LayerRecords.Words PLAIN = new Plain();

  private LayerConfigs() {}

  /**
   * Returns a layer's own keys in Keras' spelling, in order, without name and type; then how it
   * behaves otherwise than in Keras 3.
   */
  public static Map<String, @Nullable Object> of(LayerNode node) {
    return JSON.convertValue(
        config(node, PLAIN), new TypeReference<Map<String, @Nullable Object>>() {});
  }

  private static ObjectNode config(LayerNode node, LayerRecords.Words words) {
    ObjectNode config = LayerRecords.config(node.layer(), words);
    for (LegacyOption option : new TreeSet<>(node.legacy())) {
      config.put(option.name().toLowerCase(Locale.ROOT), true);
    }
    return config;
  }

  private static final class Plain implements LayerRecords.Words {
    @Override
    public JsonNode object(String key, @Nullable KerasObject object) {
      if (object == null) {
        return JsonNodeFactory.instance.nullNode();
      }
      if (object.config().isEmpty()) {
        return JsonNodeFactory.instance.textNode(object.className());
      }
      ObjectNode named = JsonNodeFactory.instance.objectNode();
      named.set(object.className(), LayerRecords.plain(object.config()));
      return named;
    }

    @Override
    public JsonNode layer(LayerNode node) {
      ObjectNode named = JsonNodeFactory.instance.objectNode();
      named.set(node.layer().className(), config(node, this));
      return named;
    }
  }
}
