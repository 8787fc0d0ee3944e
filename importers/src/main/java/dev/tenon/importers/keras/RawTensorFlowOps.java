package dev.tenon.importers.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.ir.layer.Arg;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says the TensorFlowOpLayers of TensorFlow 2.0 to 2.3 as the functions that came after them.
 *
 * <p>Such a layer holds a graph node with TensorFlow's own operator name and attributes, and the
 * operands that were constants, by position.
 */
final class RawTensorFlowOps {
  private static final Map<String, String> FUNCTIONS =
      Map.ofEntries(
          Map.entry("Add", "math.add"),
          Map.entry("AddV2", "math.add"),
          Map.entry("Sub", "math.subtract"),
          Map.entry("Mul", "math.multiply"),
          Map.entry("RealDiv", "math.truediv"),
          Map.entry("Maximum", "math.maximum"),
          Map.entry("Minimum", "math.minimum"),
          Map.entry("Pow", "math.pow"),
          Map.entry("Neg", "math.negative"),
          Map.entry("Abs", "math.abs"),
          Map.entry("Exp", "math.exp"),
          Map.entry("Log", "math.log"),
          Map.entry("Sqrt", "math.sqrt"),
          Map.entry("Rsqrt", "math.rsqrt"),
          Map.entry("Square", "math.square"),
          Map.entry("Sigmoid", "math.sigmoid"),
          Map.entry("Tanh", "math.tanh"),
          Map.entry("Relu", "nn.relu"),
          Map.entry("Relu6", "nn.relu6"),
          Map.entry("Elu", "nn.elu"),
          Map.entry("Selu", "nn.selu"),
          Map.entry("Softplus", "math.softplus"),
          Map.entry("Softsign", "nn.softsign"),
          Map.entry("Softmax", "nn.softmax"),
          Map.entry("Reshape", "reshape"),
          Map.entry("Transpose", "transpose"),
          Map.entry("ExpandDims", "expand_dims"),
          Map.entry("Squeeze", "squeeze"),
          Map.entry("Tile", "tile"),
          Map.entry("Mean", "math.reduce_mean"),
          Map.entry("Sum", "math.reduce_sum"),
          Map.entry("Max", "math.reduce_max"),
          Map.entry("Min", "math.reduce_min"),
          Map.entry("Prod", "math.reduce_prod"),
          Map.entry("ConcatV2", "concat"),
          Map.entry("Pack", "stack"),
          Map.entry("Cast", "cast"),
          Map.entry("MatMul", "linalg.matmul"),
          Map.entry("BatchMatMulV2", "linalg.matmul"));

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

  private RawTensorFlowOps() {}

  /** Puts the function's name into the configuration, where there is such a function. */
  static void upgrade(ObjectNode config) {
    String op = operator(config);
    String function = FUNCTIONS.get(op);
    config.put("function", function == null ? "raw_ops." + op : function);
  }

  private static String operator(ObjectNode config) {
    return config.path("node_def").path("op").asText();
  }

  /** Returns a call with the constants in their places, and the attributes as keywords. */
  static ArgReader.RawCall arguments(ObjectNode config, ArgReader.RawCall call) {
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
        operands.add(i, ArgReader.constant(constant));
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
    String op = operator(config);
    if (op.equals("ConcatV2") && operands.size() > 1) {
      keywords.put("axis", operands.remove(operands.size() - 1));
    }
    return op.equals("ConcatV2") || op.equals("Pack")
        ? new ArgReader.RawCall(List.of(new Arg.Seq(operands)), keywords)
        : new ArgReader.RawCall(operands, keywords);
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
