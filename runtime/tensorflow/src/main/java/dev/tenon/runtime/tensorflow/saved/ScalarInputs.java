package dev.tenon.runtime.tensorflow.saved;

import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Guards operands that TensorFlow's kernels take for single numbers without looking: one that is
 * not ends the process. An EnsureShape before them makes it an error instead.
 */
final class ScalarInputs {
  private static final Map<String, Integer> PLACES =
      Map.of(
          "EmptyTensorList", 1,
          "TensorListGetItem", 1,
          "TensorListReserve", 1,
          "TensorListResize", 1,
          "TensorListSetItem", 1);

  private ScalarInputs() {}

  /** Returns the node, behind a guard where it needs one. */
  static List<NodeDef> guarded(NodeDef node, boolean inFunction) {
    Integer place = PLACES.get(node.getOp());
    if (place == null || place >= node.getInputCount() || node.getInput(place).startsWith("^")) {
      return List.of(node);
    }
    String name = node.getName() + "/scalar";
    NodeDef guard =
        NodeDef.newBuilder()
            .setName(name)
            .setOp("EnsureShape")
            .addInput(node.getInput(place))
            .putAttr("T", AttrValue.newBuilder().setType(DataType.DT_INT32).build())
            .putAttr(
                "shape",
                AttrValue.newBuilder().setShape(TensorShapeProto.getDefaultInstance()).build())
            .build();
    // A function names the results of its nodes, a graph only numbers them.
    String result = inFunction ? name + ":output:0" : name;
    return List.of(guard, node.toBuilder().setInput(place, result).build());
  }
}
