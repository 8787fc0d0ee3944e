package dev.tenon.verify;

import dev.tenon.Model;
import dev.tenon.importers.onnx.structure.OnnxStructure;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.model.TensorSpec;
import dev.tenon.tensor.DType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The largest relative difference that counts as equal.
 *
 * <p>The coarsest element type of a model determines it. Two correct implementations of float16
 * differ from each other about as much as each from exact numbers.
 *
 * @param relative the difference relative to the largest expected value
 * @param reason the type that determines it, such as {@code float16}; empty for a requested bound
 *     and for types of 32 bits and more
 */
public record Bound(double relative, String reason) {
  /** The bound of types of 32 bits and more. */
  public static final double FINE = 1e-5;

  /** The bounds of a single operator, relative to its largest result. */
  static final Map<DType, Double> OPERATOR = Map.of(DType.FLOAT16, 2e-3, DType.BFLOAT16, 2e-2);

  /**
   * The bounds of a whole model. Keras' own outputs under the recorded policies differ from float64
   * by up to 0.0017 and 0.021, and errors accumulate over layers.
   */
  private static final Map<DType, Double> MODEL = Map.of(DType.FLOAT16, 1e-2, DType.BFLOAT16, 1e-1);

  /** ONNX' numbers of the coarse types, which a Cast has. */
  private static final Map<Long, DType> ONNX_TYPES =
      Map.of(10L, DType.FLOAT16, 16L, DType.BFLOAT16);

  /**
   * Returns a requested bound.
   *
   * @param relative the largest relative difference
   */
  public static Bound of(double relative) {
    return new Bound(relative, "");
  }

  /**
   * Returns the bound of the coarsest type of some models.
   *
   * @param models the models
   */
  public static Bound of(Model... models) {
    Bound bound = of(FINE);
    for (Model model : models) {
      for (DType type : types(model)) {
        double relative = MODEL.getOrDefault(type, FINE);
        if (relative > bound.relative) {
          bound = new Bound(relative, type.numpyName());
        }
      }
    }
    return bound;
  }

  private static Set<DType> types(Model model) {
    Set<DType> types = new HashSet<>();
    List<TensorSpec> ports = new ArrayList<>(model.inputs());
    ports.addAll(model.outputs());
    ports.forEach(port -> types.add(port.dtype()));
    if (model.info().isKeras()) {
      for (OperatorNode node : model.info().keras().lowered().graph().nodes()) {
        node.outputs().stream().map(Value::dtype).forEach(types::add);
      }
    } else if (model.onnx().opset() > 0) {
      types.addAll(stored(model.onnx().structure()));
    }
    return types;
  }

  /** Returns the coarse types of an ONNX file's weights and casts. */
  private static Set<DType> stored(OnnxStructure onnx) {
    Set<DType> types = new HashSet<>();
    for (DType coarse : MODEL.keySet()) {
      if (onnx.initializers().stream().anyMatch(w -> w.type().equals(coarse.numpyName()))) {
        types.add(coarse);
      }
    }
    for (OnnxStructure.Node node : onnx.nodes()) {
      if (node.attributes().get("to") instanceof Long number && ONNX_TYPES.containsKey(number)) {
        types.add(ONNX_TYPES.get(number));
      }
    }
    return types;
  }

  /** Returns the number and the type that determines it. */
  @Override
  public String toString() {
    String number =
        relative >= 1e-3
            ? BigDecimal.valueOf(relative).stripTrailingZeros().toPlainString()
            : Double.toString(relative).replace(".0E", "e").replace('E', 'e');
    return reason.isEmpty() ? number : number + ", the bound of " + reason;
  }
}
