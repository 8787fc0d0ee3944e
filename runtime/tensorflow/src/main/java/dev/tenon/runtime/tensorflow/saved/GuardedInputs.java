package dev.tenon.runtime.tensorflow.saved;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Guards operands whose rank or length TensorFlow's kernels take for granted: another one ends the
 * process. An EnsureShape before them, or a cut, makes it an error instead.
 */
final class GuardedInputs {
  private static final int PICTURES = 4;
  private static final int VOLUMES = 5;
  static final AttrValue WHOLE = type(DataType.DT_INT32);
  static final AttrValue REAL = type(DataType.DT_FLOAT);

  /**
   * An operand.
   *
   * @param place its position among the inputs
   * @param rank the rank that the kernel wants
   */
  private record Operand(int place, int rank) {}

  private static final Map<String, Operand> OPERANDS = operands();

  /**
   * Which operand is a shape, whose length ends the process where it is more than a rank may be.
   */
  private static final Map<String, Integer> SHAPES = Map.of("BroadcastTo", 1, "Fill", 0);

  private static final int MOST_AXES = 253;

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
    Integer shape = SHAPES.get(node.getOp());
    if (shape != null && shape < node.getInputCount() && !node.getInput(shape).startsWith("^")) {
      return cut(node, shape, inFunction);
    }
    Operand operand = OPERANDS.get(node.getOp());
    if (operand == null) {
      return GuardedTransposes.guarded(node, inFunction);
    }
    if (operand.place >= node.getInputCount() || node.getInput(operand.place).startsWith("^")) {
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
    List<NodeDef> nodes = new ArrayList<>(List.of(guard));
    NodeDef behind = node.toBuilder().setInput(operand.place, result).build();
    nodes.addAll(GuardedWindows.guarded(behind, result, inFunction));
    return nodes;
  }

  /** Returns the node with no more of a shape than TensorFlow can take: it then refuses it. */
  private static List<NodeDef> cut(NodeDef node, int place, boolean inFunction) {
    String output = inFunction ? ":output:0" : "";
    AttrValue kind =
        node.getAttrOrDefault(node.getOp().equals("Fill") ? "index_type" : "Tidx", WHOLE);
    String name = node.getName() + "/shape";
    List<NodeDef> nodes = new ArrayList<>();
    NodeDef.Builder slice =
        NodeDef.newBuilder().setName(name).setOp("StridedSlice").addInput(node.getInput(place));
    for (int bound : new int[] {0, MOST_AXES, 1}) {
      String constant = name + "/" + bound;
      nodes.add(bound(constant, bound));
      slice.addInput(constant + output);
    }
    slice.putAttr("T", kind).putAttr("Index", WHOLE);
    nodes.add(slice.build());
    nodes.add(node.toBuilder().setInput(place, name + output).build());
    return nodes;
  }

  private static NodeDef bound(String name, int value) {
    TensorProto tensor =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_INT32)
            .setTensorShape(
                TensorShapeProto.newBuilder().addDim(TensorShapeProto.Dim.newBuilder().setSize(1)))
            .addIntVal(value)
            .build();
    return NodeDef.newBuilder()
        .setName(name)
        .setOp("Const")
        .putAttr("dtype", WHOLE)
        .putAttr("value", AttrValue.newBuilder().setTensor(tensor).build())
        .build();
  }

  /** Returns a shape of which only the rank is known. */
  static TensorShapeProto lengths(int rank) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (int i = 0; i < rank; i++) {
      shape.addDimBuilder().setSize(-1);
    }
    return shape.build();
  }
}
