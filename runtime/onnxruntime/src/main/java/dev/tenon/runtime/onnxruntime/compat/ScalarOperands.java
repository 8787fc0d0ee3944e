package dev.tenon.runtime.onnxruntime.compat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.tenon.formats.onnx.Subgraphs;
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
    Subgraphs.nodes(graph)
        .filter(node -> node.getOpType().equals("Einsum"))
        .forEach(
            node ->
                node.getAttributeList().stream()
                    .filter(attribute -> attribute.getName().equals("equation"))
                    .forEach(equation -> add(node, equation.getS().toStringUtf8(), names)));
    return names;
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
