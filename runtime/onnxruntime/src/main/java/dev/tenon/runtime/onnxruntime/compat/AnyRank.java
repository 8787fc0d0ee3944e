package dev.tenon.runtime.onnxruntime.compat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which values of a graph have as many axes as a caller says: results of Reshape and its like,
 * whose shapes are fed without a declared length, and what is computed of them.
 */
final class AnyRank {
  private static final int MOST_TURNS = 8;

  /** What is done with a shape before it is used. */
  private static final Set<String> SHAPE_ARITHMETIC =
      Set.of(
          "Add", "Cast", "Concat", "Div", "Identity", "Max", "Min", "Mul", "Slice", "Sub", "Where");

  private final GraphProto graph;
  private @Nullable Set<String> values;

  /** Creates the analysis, which is made when it is first asked. */
  AnyRank(GraphProto graph) {
    this.graph = graph;
  }

  /** Says whether nothing but the run tells how many axes a value has. */
  boolean has(String name) {
    Set<String> known = values;
    if (known == null) {
      known = follow();
      values = known;
    }
    return known.contains(name);
  }

  private Set<String> follow() {
    Set<String> shapes = new HashSet<>();
    for (ValueInfoProto input : graph.getInputList()) {
      if (isOpenShape(input.getType())) {
        shapes.add(input.getName());
      }
    }
    Set<String> open = new HashSet<>();
    boolean more = !shapes.isEmpty();
    for (int turn = 0; more && turn < MOST_TURNS; turn++) {
      more = false;
      for (NodeProto node : graph.getNodeList()) {
        more |= follow(node, shapes, open);
      }
    }
    return open;
  }

  private static boolean follow(NodeProto node, Set<String> shapes, Set<String> open) {
    List<String> inputs = node.getInputList();
    List<String> outputs = node.getOutputList();
    return switch (node.getOpType()) {
      case "Shape" -> inputs.stream().anyMatch(open::contains) && shapes.addAll(outputs);
      case "Reshape", "Expand" ->
          inputs.size() > 1 && shapes.contains(inputs.get(1)) && open.addAll(outputs);
      case "ConstantOfShape" -> inputs.stream().anyMatch(shapes::contains) && open.addAll(outputs);
      default -> {
        boolean shape =
            SHAPE_ARITHMETIC.contains(node.getOpType())
                && inputs.stream().anyMatch(shapes::contains);
        boolean changed = shape && shapes.addAll(outputs);
        boolean value = inputs.stream().anyMatch(open::contains);
        yield (value && open.addAll(outputs)) || changed;
      }
    };
  }

  private static boolean isOpenShape(TypeProto type) {
    if (!type.hasTensorType()
        || type.getTensorType().getElemType() != TensorProto.DataType.INT64_VALUE) {
      return false;
    }
    var shape = type.getTensorType().getShape();
    return !type.getTensorType().hasShape()
        || (shape.getDimCount() == 1 && !shape.getDim(0).hasDimValue());
  }
}
