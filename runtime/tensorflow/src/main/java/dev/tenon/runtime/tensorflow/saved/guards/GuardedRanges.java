package dev.tenon.runtime.tensorflow.saved.guards;

import dev.tenon.error.MalformedModelException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** Guards ranges of numbers: a tiny step between far ends makes for more than any memory holds. */
final class GuardedRanges {
  private static final Set<String> RANGES = Set.of("RaggedRange", "Range");
  private static final double MOST = 1 << 28;
  private static final AttrValue REAL = type(DataType.DT_DOUBLE);

  private GuardedRanges() {}

  private static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }

  /**
   * Returns a checked node, behind a guard if it is a range.
   *
   * @param guards takes the nodes of the guard
   * @throws MalformedModelException where constants make for too long a range
   */
  static NodeDef guarded(NodeDef node, GuardScope scope, List<NodeDef> guards) {
    if (!RANGES.contains(node.getOp())) {
      return node;
    }
    Double steps = steps(node, scope);
    if (steps != null) {
      if (steps > MOST) {
        throw new MalformedModelException(
            scope.where() + node.getName() + "' (" + node.getOp() + "): " + said());
      }
      return node;
    }
    boolean ragged = node.getOp().equals("RaggedRange");
    AttrValue type = node.getAttrOrDefault(ragged ? "T" : "Tidx", GuardedInputs.WHOLE);
    GuardNodes guard = new GuardNodes(node, scope.inFunction());
    Map<String, AttrValue> real = Map.of("T", REAL);
    Map<String, AttrValue> cast = Map.of("SrcT", type, "DstT", REAL);
    String start = guard.op("start", "Cast", "y", cast, node.getInput(0));
    String limit = guard.op("limit", "Cast", "y", cast, node.getInput(1));
    String delta = guard.op("delta", "Cast", "y", cast, node.getInput(2));
    String length = guard.op("length", "Sub", "z", real, limit, start);
    String steady = guard.op("steps", "RealDiv", "z", real, length, delta);
    String count = guard.op("count", "Abs", "y", real, steady);
    TensorProto.Builder whole =
        TensorProto.newBuilder().setTensorShape(GuardNodes.vector(1)).addIntVal(-1);
    TensorProto.Builder most =
        TensorProto.newBuilder()
            .setTensorShape(TensorShapeProto.getDefaultInstance())
            .addDoubleVal(MOST);
    String fits =
        guard.op(
            "fits",
            "LessEqual",
            "z",
            real,
            guard.op(
                "flat",
                "Reshape",
                "output",
                Map.of("T", REAL, "Tshape", GuardedInputs.WHOLE),
                count,
                guard.constant("whole", whole)),
            guard.value("most", DataType.DT_DOUBLE, most));
    String check = guard.checkAll("check", fits, said());
    String bounded = guard.unfolded("bounded", type, node.getInput(1), check);
    guards.addAll(guard.nodes());
    return node.toBuilder().setInput(1, bounded).build();
  }

  private static String said() {
    return "the range has more than " + Math.round(MOST) + " numbers";
  }

  /** Returns how many numbers a range of constants has; null where one is not known. */
  private static @Nullable Double steps(NodeDef node, GuardScope scope) {
    double[] ends = new double[3];
    for (int i = 0; i < ends.length; i++) {
      TensorProto constant = scope.constant(node.getInput(i));
      if (constant == null || constant.getTensorShape().getDimCount() > 0) {
        return null;
      }
      ends[i] = ConstantEntries.at(constant, 0, 0);
    }
    double steps = Math.abs((ends[1] - ends[0]) / ends[2]);
    // A step of 0 is TensorFlow's to refuse.
    return ends[2] == 0 ? Double.valueOf(0) : Double.valueOf(steps);
  }
}
