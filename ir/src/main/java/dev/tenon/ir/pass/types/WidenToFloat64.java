package dev.tenon.ir.pass.types;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.CustomOperator;
import dev.tenon.ir.pass.Bodies;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Converts a graph to compute in float64 instead of float32, float16 or bfloat16.
 *
 * <p>The result is exact but for rounding; its distance from the graph's own results is the error
 * of the narrower type.
 */
public final class WidenToFloat64 {
  private final Map<Value, Value> wide = new IdentityHashMap<>();

  private WidenToFloat64() {}

  /**
   * Returns the graph in float64: its inputs, constants and results too, under the same names.
   *
   * @param graph operators only, without parameters
   * @throws UnsupportedModelException if types of its operators are unknown
   */
  public static Graph apply(Graph graph) {
    return new WidenToFloat64().graph(graph);
  }

  private Graph graph(Graph graph) {
    List<Value> inputs = graph.inputs().stream().map(this::value).toList();
    List<OperatorNode> nodes = new ArrayList<>();
    for (OperatorNode node : graph.nodes()) {
      List<@Nullable Value> operands = node.map(this::value);
      Operator operator = operator(Bodies.map(node.operator(), this::graph));
      List<Value> outputs = node.outputs().stream().map(this::value).toList();
      nodes.add(node.with(operator, operands, outputs));
    }
    List<Value> outputs = graph.outputs().stream().map(this::value).toList();
    return new Graph(graph.name(), inputs, nodes, outputs, graph.outputNames());
  }

  private Value value(Value value) {
    if (!isNarrow(value.dtype())) {
      return value;
    }
    return wide.computeIfAbsent(
        value,
        narrow -> {
          Tensor constant = narrow.constant();
          return constant == null
              ? Value.of(narrow.name(), narrow.type().with(DType.FLOAT64))
              : Value.constant(narrow.name(), constant.cast(DType.FLOAT64));
        });
  }

  private static boolean isNarrow(DType type) {
    return type == DType.FLOAT32 || type == DType.FLOAT16 || type == DType.BFLOAT16;
  }

  /** Returns the operator with float64 for each narrower type among its attributes. */
  private static Operator operator(Operator operator) {
    if (operator instanceof CustomOperator.Opaque opaque) {
      if (opaque.domain().equals("ai.onnx.ml") && opaque.operator().equals("LabelEncoder")) {
        return operator;
      }
      throw new UnsupportedModelException("the types of " + opaque.operator() + " are not known");
    }
    RecordComponent[] components = operator.getClass().getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    boolean changed = false;
    try {
      for (int i = 0; i < components.length; i++) {
        types[i] = components[i].getType();
        Object attribute = components[i].getAccessor().invoke(operator);
        values[i] = attribute;
        if (attribute instanceof DType type && isNarrow(type)) {
          values[i] = DType.FLOAT64;
        } else if (attribute instanceof Tensor tensor && isNarrow(tensor.dtype())) {
          values[i] = tensor.cast(DType.FLOAT64);
        }
        changed |= values[i] != attribute;
      }
      return changed
          ? (Operator) operator.getClass().getDeclaredConstructor(types).newInstance(values)
          : operator;
    } catch (ReflectiveOperationException e) {
      throw new UnsupportedModelException(
          "the types of " + operator.opType() + " cannot be changed", List.of(), e);
    }
  }
}
