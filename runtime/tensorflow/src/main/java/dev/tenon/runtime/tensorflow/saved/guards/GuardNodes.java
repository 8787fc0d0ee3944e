package dev.tenon.runtime.tensorflow.saved.guards;

import com.google.protobuf.ByteString;
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

  /**
   * Adds a check that fails the run; returns how others wait for it.
   *
   * @param condition one truth value
   * @param text what the run's exception is to say
   */
  String check(String name, String condition, String text) {
    String said =
        value(
            name + "_text",
            DataType.DT_STRING,
            TensorProto.newBuilder()
                .setTensorShape(TensorShapeProto.getDefaultInstance())
                // TensorFlow would put backslashes before quotes.
                .addStringVal(ByteString.copyFromUtf8(text.replace("'", ""))));
    AttrValue.Builder types = AttrValue.newBuilder();
    types.getListBuilder().addType(DataType.DT_STRING);
    return "^" + add(name, "Assert", Map.of("T", types.build()), condition, said);
  }

  /** Adds a check that all of some truth values are true; returns how others wait for it. */
  String checkAll(String name, String conditions, String text) {
    TensorProto.Builder first = TensorProto.newBuilder().setTensorShape(vector(1)).addIntVal(0);
    String all =
        op(
            name + "_all",
            "All",
            "output",
            Map.of("Tidx", GuardedInputs.WHOLE),
            conditions,
            constant(name + "_axis", first));
    return check(name, all, text);
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

  /**
   * Adds a node that gives what it takes, and that TensorFlow leaves in place: it computes what
   * depends on constants alone ahead of the run, where a failed guard holds nothing back.
   */
  String unfolded(String name, AttrValue type, String... inputs) {
    return op(name, "GuaranteeConst", "output", Map.of("T", type), inputs);
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

  /** Adds a vector of one whole number. */
  String number(String name, int number) {
    return constant(name, TensorProto.newBuilder().setTensorShape(vector(1)).addIntVal(number));
  }

  /**
   * Adds a part of a vector.
   *
   * @param type of the vector's numbers
   * @param to the first number that is left out
   */
  String slice(String name, AttrValue type, String vector, int from, int to) {
    return op(
        name,
        "StridedSlice",
        "output",
        Map.of("T", type, "Index", GuardedInputs.WHOLE),
        vector,
        number(name + "_from", from),
        number(name + "_to", to),
        number(name + "_by", 1));
  }

  /**
   * Adds the length of an axis, a vector of one number.
   *
   * @param type of the tensor's elements
   * @param whole of the number: int32 or int64
   */
  String length(String name, AttrValue type, AttrValue whole, String tensor, int axis) {
    String shape =
        op(name + "_shape", "Shape", "output", Map.of("T", type, "out_type", whole), tensor);
    return slice(name + "_length", whole, shape, axis, axis + 1);
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
