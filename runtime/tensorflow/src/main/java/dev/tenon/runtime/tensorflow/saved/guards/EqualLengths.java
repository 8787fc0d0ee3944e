package dev.tenon.runtime.tensorflow.saved.guards;

import dev.tenon.error.MalformedModelException;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;

/**
 * Operands that say one thing for each axis, and must be vectors as long as each other. Kernels
 * compare them; TensorFlow's constant folding does not: it reads beyond the shorter one, and dies
 * of one with more axes.
 */
final class EqualLengths {
  /** The places of such operands. */
  private static final Map<String, List<Integer>> PLACES =
      Map.of("Slice", List.of(1, 2), "StridedSlice", List.of(1, 2, 3));

  private EqualLengths() {}

  /**
   * Compares the constants among such operands of a node.
   *
   * @throws MalformedModelException where they are of different lengths
   */
  static void check(NodeDef node, GuardScope scope) {
    long length = -1;
    for (int place : PLACES.getOrDefault(node.getOp(), List.of())) {
      TensorProto constant = scope.constant(node.getInput(place));
      if (constant == null) {
        continue;
      }
      int rank = constant.getTensorShape().getDimCount();
      if (rank > 1) {
        throw damaged(node, scope, "an operand of one number for each axis has " + rank + " axes");
      }
      long own = rank == 0 ? 1 : first(constant);
      if (length >= 0 && own != length) {
        throw damaged(node, scope, "its operands speak of " + length + " and of " + own + " axes");
      }
      length = own;
    }
  }

  private static MalformedModelException damaged(NodeDef node, GuardScope scope, String what) {
    return new MalformedModelException(
        scope.where()
            + node.getName()
            + "' ("
            + node.getOp()
            + "): "
            + what
            + ": the graph is damaged");
  }

  private static long first(TensorProto constant) {
    return constant.getTensorShape().getDim(0).getSize();
  }
}
