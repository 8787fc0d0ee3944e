package dev.tenon.keras.calls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.keras.config.OperationNames;
import dev.tenon.layers.base.Arg;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The arguments of calls of TensorFlowOpLayers, which the layer's configuration says in part. */
final class RawOperationCalls {
  private static final Map<String, String> ATTRIBUTES =
      Map.of(
          "keep_dims", "keepdims",
          "squeeze_dims", "axis",
          "axis", "axis",
          "DstT", "dtype",
          "transpose_a", "transpose_a",
          "transpose_b", "transpose_b",
          "adj_x", "transpose_a",
          "adj_y", "transpose_b");

  private RawOperationCalls() {}

  /** Returns a call with the constants in their places, and the attributes as keywords. */
  static CallArguments arguments(ObjectNode config, CallArguments call) {
    List<Arg> operands = new ArrayList<>();
    for (Arg arg : call.args()) {
      if (arg instanceof Arg.Seq seq) {
        operands.addAll(seq.items());
      } else {
        operands.add(arg);
      }
    }
    JsonNode constants = config.path("constants");
    int size = operands.size() + constants.size();
    for (int i = 0; i < size; i++) {
      JsonNode constant = constants.get(String.valueOf(i));
      if (constant != null && i <= operands.size()) {
        operands.add(i, ArgumentForm.constant(constant));
      }
    }
    Map<String, Arg> keywords = new LinkedHashMap<>();
    config
        .path("node_def")
        .path("attr")
        .properties()
        .forEach(
            entry -> {
              String keyword = ATTRIBUTES.get(entry.getKey());
              Object value = attribute(entry.getValue());
              if (keyword != null && value != null) {
                keywords.put(keyword, new Arg.Const(value));
              } else if (keyword != null && entry.getValue().path("list").path("i").isArray()) {
                List<Arg> items = new ArrayList<>();
                entry
                    .getValue()
                    .path("list")
                    .path("i")
                    .forEach(item -> items.add(new Arg.Const(item.asLong())));
                keywords.put(keyword, new Arg.Seq(items));
              }
            });
    String op = OperationNames.inGraph(config);
    if (op.equals("ConcatV2") && operands.size() > 1) {
      keywords.put("axis", operands.remove(operands.size() - 1));
    }
    return op.equals("ConcatV2") || op.equals("Pack")
        ? new CallArguments(List.of(new Arg.Seq(operands)), keywords)
        : new CallArguments(operands, keywords);
  }

  private static @Nullable Object attribute(JsonNode value) {
    if (value.has("b")) {
      return value.path("b").asBoolean();
    }
    if (value.has("i")) {
      return value.path("i").asLong();
    }
    String type = value.path("type").asText();
    if (!type.startsWith("DT_")) {
      return null;
    }
    return switch (type) {
      case "DT_FLOAT" -> "float32";
      case "DT_DOUBLE" -> "float64";
      case "DT_HALF" -> "float16";
      default -> type.substring("DT_".length()).toLowerCase(Locale.ROOT);
    };
  }
}
