package dev.tenon.runtime.tensorflow.saved.guards;

import dev.tenon.runtime.tensorflow.saved.GraphPart;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;

/**
 * The nodes among which a guard stands: those of a graph, or those of a function.
 *
 * @param where starts the sentence of an exception
 * @param nodes the nodes by name
 * @param inFunction whether results are named, as a function does, and not only numbered
 */
record GuardScope(String where, Map<String, NodeDef> nodes, boolean inFunction) {
  static GuardScope of(String where, List<NodeDef> nodes, boolean inFunction) {
    Map<String, NodeDef> byName = new HashMap<>();
    nodes.forEach(node -> byName.put(node.getName(), node));
    return new GuardScope(where, byName, inFunction);
  }

  /** Returns the constant that an input is; null where it is computed or fed. */
  @Nullable TensorProto constant(String input) {
    NodeDef node = nodes.get(GraphPart.operation(input));
    return node != null && node.getOp().equals("Const")
        ? node.getAttrOrThrow("value").getTensor()
        : null;
  }
}
