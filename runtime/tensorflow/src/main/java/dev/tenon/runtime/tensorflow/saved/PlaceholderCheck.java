package dev.tenon.runtime.tensorflow.saved;

import dev.tenon.error.MalformedModelException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorShapeProto;

/** Checks that everything that a graph wants from outside is what its signature says. */
final class PlaceholderCheck {
  private static final AttrValue UNKNOWN =
      AttrValue.newBuilder().setShape(TensorShapeProto.newBuilder().setUnknownRank(true)).build();

  private PlaceholderCheck() {}

  static boolean isVariable(NodeDef node) {
    return node.getOp().equals("VarHandleOp")
        || node.getOp().equals("VariableV2")
        || node.getOp().equals("Variable");
  }

  /** Returns the name of a tensor with its number. */
  static String tensor(String where, String name) {
    int colon = name.indexOf(':');
    String number = colon < 0 ? "0" : name.substring(colon + 1);
    if (name.isEmpty() || name.startsWith("^") || !number.matches("[0-9]{1,4}")) {
      throw new MalformedModelException(where, "names a tensor '" + name + "': damaged");
    }
    return (colon < 0 ? name : name.substring(0, colon)) + ":" + number;
  }

  /** Checks inputs against the operations that they name, and that nothing else is fed. */
  static void check(String label, GraphDef graph, List<SavedGraph.Port> inputs) {
    Map<String, NodeDef> nodes = new HashMap<>();
    graph.getNodeList().forEach(node -> nodes.put(node.getName(), node));
    for (SavedGraph.Port input : inputs) {
      NodeDef node = nodes.get(input.operation());
      if (node == null
          || !node.getOp().startsWith("Placeholder")
          || !input.tensor().endsWith(":0")) {
        throw new MalformedModelException(
            label, "input '" + input.key() + "' is no placeholder of the graph: damaged");
      }
      DataType type =
          node.getAttrMap().containsKey("dtype")
              ? node.getAttrOrThrow("dtype").getType()
              : DataType.DT_INVALID;
      if (input.value() != null
          && !Types.of(label, type, node.getAttrOrDefault("shape", UNKNOWN).getShape())
              .dtype()
              .equals(input.value().dtype())) {
        throw new MalformedModelException(
            label, "input '" + input.key() + "' is of two types: damaged");
      }
    }
    Set<String> fed = inputs.stream().map(SavedGraph.Port::operation).collect(Collectors.toSet());
    if (fed.size() != inputs.size()) {
      throw new MalformedModelException(label, "two inputs are the same tensor");
    }
    for (NodeDef node : graph.getNodeList()) {
      if (node.getOp().equals("Placeholder") && !fed.contains(node.getName())) {
        throw new MalformedModelException(
            label,
            "the outputs need '"
                + node.getName()
                + "', which is no input of the signature: save the model with it");
      }
    }
  }
}
