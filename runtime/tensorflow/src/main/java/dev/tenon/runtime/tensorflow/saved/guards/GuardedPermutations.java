package dev.tenon.runtime.tensorflow.saved.guards;

import dev.tenon.error.MalformedModelException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Guards the places of axes: a negative one makes transposing kernels write outside their result.
 */
final class GuardedPermutations {
  private static final Set<String> TRANSPOSES = Set.of("ConjugateTranspose", "Transpose");
  private static final int PLACE = 1;

  private GuardedPermutations() {}

  /**
   * Returns a checked node, behind a guard if it transposes.
   *
   * @param guards takes the nodes of the guard
   * @throws MalformedModelException where a constant has a place that is none
   */
  static NodeDef guarded(NodeDef node, GuardScope scope, List<NodeDef> guards) {
    if (!TRANSPOSES.contains(node.getOp())) {
      return node;
    }
    String input = node.getInput(PLACE);
    TensorProto constant = scope.constant(input);
    if (constant != null) {
      check(node, scope, constant);
      return node;
    }
    AttrValue type = node.getAttrOrDefault("Tperm", GuardedInputs.WHOLE);
    Map<String, AttrValue> same = Map.of("T", type);
    GuardNodes guard = new GuardNodes(node, scope.inFunction());
    AttrValue real = AttrValue.newBuilder().setType(DataType.DT_DOUBLE).build();
    String places = guard.op("places", "Cast", "y", Map.of("SrcT", type, "DstT", real), input);
    String count =
        guard.op(
            "count",
            "Cast",
            "y",
            Map.of("SrcT", GuardedInputs.WHOLE, "DstT", real),
            guard.op("axes", "Size", "output", same, input));
    String zero =
        guard.value(
            "zero",
            DataType.DT_DOUBLE,
            TensorProto.newBuilder()
                .setTensorShape(TensorShapeProto.getDefaultInstance())
                .addDoubleVal(0));
    String least = guard.op("least", "GreaterEqual", "z", Map.of("T", real), places, zero);
    String most = guard.op("most", "Less", "z", Map.of("T", real), places, count);
    String both = guard.op("both", "LogicalAnd", "z", Map.of(), least, most);
    String flat =
        guard.op(
            "flat",
            "Reshape",
            "output",
            Map.of(
                "T",
                AttrValue.newBuilder().setType(DataType.DT_BOOL).build(),
                "Tshape",
                GuardedInputs.WHOLE),
            both,
            guard.constant(
                "whole",
                TensorProto.newBuilder().setTensorShape(GuardNodes.vector(1)).addIntVal(-1)));
    String check = guard.checkAll("check", flat, "'perm' has a place that no axis has");
    String bounded = guard.unfolded("bounded", type, input, check);
    guards.addAll(guard.nodes());
    return node.toBuilder().setInput(PLACE, bounded).build();
  }

  private static void check(NodeDef node, GuardScope scope, TensorProto constant) {
    long axes =
        constant.getTensorShape().getDimList().stream()
            .mapToLong(TensorShapeProto.Dim::getSize)
            .reduce(1, (a, b) -> a * b);
    double place = 0;
    for (int i = 0; i < axes; i++) {
      place = ConstantEntries.at(constant, i, place);
      if (place < 0 || place >= axes) {
        throw new MalformedModelException(
            scope.where()
                + node.getName()
                + "' ("
                + node.getOp()
                + "): 'perm' has the place "
                + (long) place
                + " of "
                + axes
                + " axes: the graph is damaged");
      }
    }
  }
}
