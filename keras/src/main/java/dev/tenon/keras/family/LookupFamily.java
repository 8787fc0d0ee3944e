package dev.tenon.keras.family;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.internal.annotations.ObjectMarkers;
import dev.tenon.layers.base.DTypePolicy;
import dev.tenon.layers.base.LegacyOption;
import java.util.Set;

/**
 * The differences of layers with a vocabulary. In tf_keras the type of a layer is that of its
 * results, and texts have their own.
 */
final class LookupFamily implements KerasFamily {
  private static final String TEXTS = "TextVectorization";

  @Override
  public Set<String> classes() {
    return Set.of("IntegerLookup", "StringLookup", TEXTS);
  }

  @Override
  public void fromKeras2(OlderLayer layer) {
    layer.behaves(LegacyOption.TYPED_LOOKUP);
  }

  @Override
  public void toReaders(WrittenLayer layer) {
    ObjectNode config = layer.config();
    boolean texts = layer.className().equals(TEXTS);
    boolean counts = !config.path("output_mode").asText("int").equals("int");
    if (counts && layer.differs(LegacyOption.TYPED_LOOKUP)) {
      layer.refuse(
          layer.className() + ", which gives real numbers in tf_keras and integers in Keras 3");
    }
    if (!layer.format().forTfKeras()) {
      if (texts) {
        config.set("dtype", layer.types().apply(DTypePolicy.FLOAT32));
      }
      return;
    }
    if (texts) {
      config.put("dtype", "string");
    } else if (!counts && !config.path("dtype").asText().contains("int")) {
      config.put("dtype", "int64");
    }
    if (config.get("ngrams") instanceof ArrayNode widths) {
      ObjectNode tuple = config.objectNode().put("class_name", ObjectMarkers.TUPLE);
      config.set("ngrams", tuple.set("items", widths));
    }
  }
}
