package dev.tenon.runtime.tensorflow.saved;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** The nodes of a guard before a node, in order. */
final class GuardNodes {
  private final NodeDef node;
  private final boolean inFunction;
  private final List<NodeDef> nodes = new ArrayList<>();

  GuardNodes(NodeDef node, boolean inFunction) {
    this.node = node;
    this.inFunction = inFunction;
  }

  /** Adds a node; returns how others name its result: in a function that has a name of its own. */
  String op(
      String name,
      String operator,
      String result,
      Map<String, AttrValue> attributes,
      String... inputs) {
    String full = add(name, operator, attributes, inputs);
    return inFunction ? full + ":" + result + ":0" : full;
  }

  /** Adds a node without a result; returns how others wait for it. */
  String check(String name, String operator, Map<String, AttrValue> attributes, String... inputs) {
    return "^" + add(name, operator, attributes, inputs);
  }

  private String add(
      String name, String operator, Map<String, AttrValue> attributes, String... inputs) {
    String full = node.getName() + "/guard_" + name;
    nodes.add(
        NodeDef.newBuilder()
            .setName(full)
            .setOp(operator)
            .addAllInput(List.of(inputs))
            .putAllAttr(attributes)
            .build());
    return full;
  }

  /** Adds a constant of any type. */
  String value(String name, DataType type, TensorProto.Builder tensor) {
    AttrValue value = AttrValue.newBuilder().setTensor(tensor.setDtype(type)).build();
    AttrValue kind = AttrValue.newBuilder().setType(type).build();
    return op(name, "Const", "output", Map.of("dtype", kind, "value", value));
  }

  /** Returns the nodes of the guard. */
  List<NodeDef> nodes() {
    return List.copyOf(nodes);
  }

  /** Adds whole numbers. */
  String constant(String name, TensorProto.Builder tensor) {
    return value(name, DataType.DT_INT32, tensor);
  }

  /** Returns the guard, and behind it the node as it reads it. */
  List<NodeDef> before(NodeDef changed) {
    List<NodeDef> all = new ArrayList<>(nodes);
    all.add(changed);
    return all;
  }

  /** Returns the shape of a vector. */
  static TensorShapeProto vector(int length) {
    return TensorShapeProto.newBuilder()
        .addDim(TensorShapeProto.Dim.newBuilder().setSize(length))
        .build();
  }
}
