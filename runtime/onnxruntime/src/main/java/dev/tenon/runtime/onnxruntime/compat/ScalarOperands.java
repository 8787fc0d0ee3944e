package dev.tenon.runtime.onnxruntime.compat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds equations of Einsum that name axes of an operand without any: ONNX Runtime does not refuse
 * them, it ends the process.
 *
 * <p>Looks at what the graph is given, also where nested graphs read it; what is computed is not
 * followed.
 */
final class ScalarOperands {
  private ScalarOperands() {}

  /** Returns the names of all values that an equation names axes of. */
  static Set<String> withAxes(GraphProto graph) {
    Set<String> names = new HashSet<>();
    add(graph, names);
    return names;
  }

  private static void add(GraphProto graph, Set<String> names) {
    for (NodeProto node : graph.getNodeList()) {
      for (AttributeProto attribute : node.getAttributeList()) {
        if (node.getOpType().equals("Einsum") && attribute.getName().equals("equation")) {
          add(node, attribute.getS().toStringUtf8(), names);
        }
        if (attribute.hasG()) {
          add(attribute.getG(), names);
        }
      }
    }
  }

  private static void add(NodeProto node, String equation, Set<String> names) {
    int arrow = equation.indexOf("->");
    String[] terms = (arrow < 0 ? equation : equation.substring(0, arrow)).split(",", -1);
    for (int i = 0; i < Math.min(terms.length, node.getInputCount()); i++) {
      if (!terms[i].replace(".", "").isBlank()) {
        names.add(node.getInput(i));
      }
    }
  }
}
