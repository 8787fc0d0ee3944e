package dev.tenon.runtime.tensorflow.saved;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Guards operands whose rank TensorFlow's kernels take for granted: another one ends the process.
 * An EnsureShape before them makes it an error instead.
 */
final class GuardedInputs {
  private static final int PICTURES = 4;
  private static final int VOLUMES = 5;
  private static final AttrValue WHOLE = type(DataType.DT_INT32);
  private static final AttrValue REAL = type(DataType.DT_FLOAT);

  /**
   * An operand.
   *
   * @param place its position among the inputs
   * @param rank the rank that the kernel wants
   */
  private record Operand(int place, int rank) {}

  private static final Map<String, Operand> OPERANDS = operands();

  private GuardedInputs() {}

  private static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }

  private static Map<String, Operand> operands() {
    Map<String, Operand> operands = new HashMap<>();
    for (String operator :
        List.of(
            "EmptyTensorList",
            "TensorListGetItem",
            "TensorListReserve",
            "TensorListResize",
            "TensorListSetItem")) {
      operands.put(operator, new Operand(1, 0));
    }
    // Of oneDNN: they look for the channels before they look at the rank.
    for (String operator :
        List.of("AvgPool", "Conv2D", "DepthwiseConv2dNative", "LRN", "MaxPool", "MaxPoolV2")) {
      operands.put(operator, new Operand(0, PICTURES));
    }
    for (String operator : List.of("AvgPool3D", "Conv3D", "MaxPool3D")) {
      operands.put(operator, new Operand(0, VOLUMES));
    }
    return Map.copyOf(operands);
  }

  /** Returns the node, behind a guard where it needs one. */
  static List<NodeDef> guarded(NodeDef node, boolean inFunction) {
    Operand operand = OPERANDS.get(node.getOp());
    if (operand == null
        || operand.place >= node.getInputCount()
        || node.getInput(operand.place).startsWith("^")) {
      return List.of(node);
    }
    // Lists count in whole numbers; the others say what they are made of, where it is not float32.
    AttrValue type = operand.rank == 0 ? WHOLE : node.getAttrOrDefault("T", REAL);
    String name = node.getName() + (operand.rank == 0 ? "/scalar" : "/rank");
    NodeDef guard =
        NodeDef.newBuilder()
            .setName(name)
            .setOp("EnsureShape")
            .addInput(node.getInput(operand.place))
            .putAttr("T", type)
            .putAttr("shape", AttrValue.newBuilder().setShape(lengths(operand.rank)).build())
            .build();
    // A function names the results of its nodes, a graph only numbers them.
    String result = inFunction ? name + ":output:0" : name;
    return List.of(guard, node.toBuilder().setInput(operand.place, result).build());
  }

  /** Returns a shape of which only the rank is known. */
  private static TensorShapeProto lengths(int rank) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (int i = 0; i < rank; i++) {
      shape.addDimBuilder().setSize(-1);
    }
    return shape.build();
  }
}
