package dev.tenon.keras.family;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** The differences of layers that merge tensors, which were one class in Keras 1. */
final class MergingFamily implements KerasFamily {
  @Override
  public Set<String> classes() {
    return Set.of("Dot", "Merge");
  }

  @Override
  public void fromKeras1(OlderLayer layer) {
    if (!layer.className().equals("Merge")) {
      return;
    }
    ObjectNode config = layer.config();
    String mode = config.path("mode").asText();
    JsonNode concatAxis = config.remove("concat_axis");
    JsonNode dotAxes = config.remove("dot_axes");
    config.remove("mode");
    switch (mode) {
      case "sum" -> layer.become("Add");
      case "mul" -> layer.become("Multiply");
      case "ave" -> layer.become("Average");
      case "max" -> layer.become("Maximum");
      case "concat" -> {
        if (concatAxis != null) {
          config.set("axis", concatAxis);
        }
        layer.become("Concatenate");
      }
      case "dot", "cos" -> {
        if (dotAxes != null) {
          // Keras 1 wrote [[1], [2]] for what is [1, 2] now.
          ArrayNode axes = config.arrayNode();
          dotAxes.forEach(axis -> axes.add(axis.isArray() ? axis.get(0) : axis));
          config.set("axes", dotAxes.isArray() ? axes : dotAxes);
        }
        config.put("normalize", mode.equals("cos"));
        layer.become("Dot");
      }
      // A Python function.
      default -> layer.become("Lambda");
    }
  }

  @Override
  public void toReaders(WrittenLayer layer) {
    JsonNode axes = layer.config().path("axes");
    if (axes.size() == 1) {
      layer.config().set("axes", axes.get(0));
    }
  }
}
