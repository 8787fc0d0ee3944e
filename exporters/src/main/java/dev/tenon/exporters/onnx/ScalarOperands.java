package dev.tenon.exporters.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tenon.error.MalformedModelException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds equations of Einsum that name axes of an operand without any: ONNX Runtime does not refuse
 * them, it ends the process.
 *
 * <p>Looks at what the graph is given, also where nested graphs read it; what is computed is not
 * followed.
 */
final class ScalarOperands {
  private ScalarOperands() {}

  /**
   * Checks the operands whose shapes the graph says.
   *
   * @param label names the model in messages
   * @throws MalformedModelException where one has no axes and is to have some
   */
  static void check(String label, GraphProto graph) {
    Set<String> scalars = new HashSet<>();
    graph.getInputList().stream()
        .filter(ScalarOperands::isScalar)
        .forEach(value -> scalars.add(value.getName()));
    graph.getInitializerList().stream()
        .filter(tensor -> tensor.getDimsCount() == 0)
        .map(TensorProto::getName)
        .forEach(scalars::add);
    for (Operand operand : operands(graph)) {
      if (scalars.contains(operand.name)) {
        throw new MalformedModelException(
            label,
            "node '"
                + operand.node
                + "' (Einsum): the equation '"
                + operand.equation
                + "' names axes of '"
                + operand.name
                + "', which has none: the file is damaged");
      }
    }
  }

  /** Returns the names of all values that an equation names axes of. */
  static Set<String> withAxes(GraphProto graph) {
    return operands(graph).stream().map(Operand::name).collect(Collectors.toSet());
  }

  private record Operand(String node, String equation, String name) {}

  private static List<Operand> operands(GraphProto graph) {
    List<Operand> operands = new ArrayList<>();
    for (NodeProto node : graph.getNodeList()) {
      for (AttributeProto attribute : node.getAttributeList()) {
        if (node.getOpType().equals("Einsum") && attribute.getName().equals("equation")) {
          add(node, attribute.getS().toStringUtf8(), operands);
        }
        if (attribute.hasG()) {
          operands.addAll(operands(attribute.getG()));
        }
      }
    }
    return operands;
  }

  private static void add(NodeProto node, String equation, List<Operand> operands) {
    int arrow = equation.indexOf("->");
    String[] terms = (arrow < 0 ? equation : equation.substring(0, arrow)).split(",", -1);
    for (int i = 0; i < Math.min(terms.length, node.getInputCount()); i++) {
      if (!terms[i].replace(".", "").isBlank()) {
        operands.add(new Operand(node.getName(), equation, node.getInput(i)));
      }
    }
  }

  private static boolean isScalar(ValueInfoProto value) {
    return value.getType().hasTensorType()
        && value.getType().getTensorType().hasShape()
        && value.getType().getTensorType().getShape().getDimCount() == 0;
  }
}
