package dev.tenon.runtime.tensorflow.training;

import dev.tenon.runtime.tensorflow.saved.SavedGraph;
import dev.tenon.runtime.tensorflow.types.TensorFlowTypes;
import dev.tenon.tensor.DType;
import java.util.HashMap;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Inputs of a stored graph whose element type Java cannot feed: a placeholder of the wire type is
 * put before them, and they reinterpret it.
 */
public final class WiredInputs {
  private WiredInputs() {}

  /** Says whether an input is fed through a placeholder of its own. */
  public static boolean has(SavedGraph.Port input) {
    DType type = input.value() == null ? DType.FLOAT32 : input.value().dtype();
    return TensorFlowTypes.wire(type) != type;
  }

  /** Returns the name of that placeholder. */
  public static String name(SavedGraph.Port input) {
    return input.operation() + "/wire";
  }

  /** Returns the graph with these placeholders. */
  public static GraphDef apply(SavedGraph saved) {
    Map<String, SavedGraph.Port> wired = new HashMap<>();
    saved.inputs().stream()
        .filter(WiredInputs::has)
        .forEach(input -> wired.put(input.operation(), input));
    if (wired.isEmpty()) {
      return saved.graph();
    }
    GraphDef.Builder graph = saved.graph().toBuilder().clearNode();
    for (NodeDef node : saved.graph().getNodeList()) {
      SavedGraph.Port input = wired.get(node.getName());
      if (input == null || input.value() == null) {
        graph.addNode(node);
      } else {
        DType wire = TensorFlowTypes.wire(input.value().dtype());
        AttrValue type = AttrValue.newBuilder().setType(TensorFlowTypes.of(wire)).build();
        graph.addNode(node.toBuilder().setName(name(input)).putAttr("dtype", type));
        graph.addNode(
            NodeDef.newBuilder()
                .setName(node.getName())
                .setOp("Bitcast")
                .addInput(name(input))
                .putAttr("T", type)
                .putAttr("type", node.getAttrOrThrow("dtype")));
      }
    }
    return graph.build();
  }
}
