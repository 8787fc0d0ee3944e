package dev.tenon.keras.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Says the TensorFlowOpLayers of TensorFlow 2.0 to 2.3 as the functions that came after them.
 *
 * <p>Such a layer holds a graph node with TensorFlow's own operator name and attributes, and the
 * operands that were constants, by position.
 */
public final class RawTensorFlowOps {
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

  private RawTensorFlowOps() {}

  /** Puts the function's name into the configuration, where there is such a function. */
  static void upgrade(ObjectNode config) {
    String op = operator(config);
    String function = FUNCTIONS.get(op);
    config.put("function", function == null ? "raw_ops." + op : function);
  }

  /** Returns the name of the operation that a layer wraps. */
  public static String operator(ObjectNode config) {
    return config.path("node_def").path("op").asText();
  }
}
