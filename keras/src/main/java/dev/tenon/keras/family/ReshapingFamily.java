package dev.tenon.keras.family;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** The differences of layers that lengthen or pad axes. */
final class ReshapingFamily implements KerasFamily {
  @Override
  public Set<String> classes() {
    return Set.of("UpSampling1D", "ZeroPadding1D", "ZeroPadding2D", "ZeroPadding3D");
  }

  @Override
  public void fromKeras1(OlderLayer layer) {
    switch (layer.className()) {
      case "UpSampling1D" -> layer.rename("length", "size");
      case "ZeroPadding1D" -> {
        JsonNode both = layer.config().path("padding");
        if (both.isNumber()) {
          layer.config().putArray("padding").add(both).add(both);
        }
      }
      default -> padding(layer.config());
    }
  }

  /** Turns (height, width) and (top, bottom, left, right) into a pair for each axis. */
  private static void padding(ObjectNode config) {
    if (!(config.get("padding") instanceof ArrayNode lengths)
        || lengths.size() < 2
        || lengths.get(0).isArray()) {
      return;
    }
    ArrayNode pairs = config.arrayNode();
    if (lengths.size() == 4) {
      pairs.addArray().add(lengths.get(0)).add(lengths.get(1));
      pairs.addArray().add(lengths.get(2)).add(lengths.get(3));
    } else {
      lengths.forEach(length -> pairs.addArray().add(length).add(length));
    }
    config.set("padding", pairs);
  }
}
