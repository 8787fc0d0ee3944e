package dev.tenon.importers.onnx.weights;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.tenon.formats.onnx.Domains;
import dev.tenon.importers.onnx.proto.FreeNames;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds initializers stored in half precision whose readers all cast them to float32.
 *
 * <p>They are trained in float32, as in a file with full weights.
 */
public final class HalfStored {
  private static final Set<Integer> HALF = Set.of(DataType.FLOAT16_VALUE, DataType.BFLOAT16_VALUE);

  private HalfStored() {}

  /** Returns the names of such initializers. */
  public static Set<String> find(GraphProto graph) {
    Set<String> names = new HashSet<>();
    for (TensorProto tensor : graph.getInitializerList()) {
      if (HALF.contains(tensor.getDataType())) {
        names.add(tensor.getName());
      }
    }
    if (names.isEmpty()) {
      return names;
    }
    graph.getInputList().forEach(input -> names.remove(input.getName()));
    graph.getOutputList().forEach(output -> names.remove(output.getName()));
    for (NodeProto node : graph.getNodeList()) {
      if (!widens(node)) {
        FreeNames.of(node).forEach(names::remove);
      }
    }
    return names;
  }

  private static boolean widens(NodeProto node) {
    return node.getOpType().equals("Cast")
        && Domains.isStandard(node.getDomain())
        && node.getAttributeList().stream()
            .anyMatch(to -> to.getName().equals("to") && to.getI() == DataType.FLOAT_VALUE);
  }
}
