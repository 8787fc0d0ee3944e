package dev.tenon.runtime.tensorflow.saved.guards;

import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Guards ScatterNd, which has an update for each index: its updates have all axes of the indices
 * but the last, and TensorFlow looks at those before it has counted them.
 */
final class GuardedUpdates {
  private static final AttrValue WHOLE = GuardedInputs.WHOLE;

  private GuardedUpdates() {}

  /** Says whether a node scatters so. */
  static boolean has(NodeDef node) {
    return node.getOp().equals("ScatterNd");
  }

  /** Returns such a node behind its guard. */
  static List<NodeDef> guarded(NodeDef node, boolean inFunction) {
    GuardNodes guard = new GuardNodes(node, inFunction);
    AttrValue whole = node.getAttrOrDefault("Tindices", WHOLE);
    AttrValue type = node.getAttrOrDefault("T", GuardedInputs.REAL);
    String indices = guard.op("indices", "Rank", "output", Map.of("T", whole), node.getInput(0));
    String updates = guard.op("updates", "Rank", "output", Map.of("T", type), node.getInput(1));
    TensorProto.Builder one =
        TensorProto.newBuilder().setTensorShape(TensorShapeProto.getDefaultInstance());
    String more =
        guard.op(
            "more",
            "AddV2",
            "z",
            Map.of("T", WHOLE),
            updates,
            guard.constant("one", one.addIntVal(1)));
    String enough = guard.op("enough", "GreaterEqual", "z", Map.of("T", WHOLE), more, indices);
    String check = guard.check("check", enough, "the updates have fewer axes than the indices");
    String fitting = guard.unfolded("fitting", type, node.getInput(1), check);
    return guard.before(node.toBuilder().setInput(1, fitting).build());
  }
}
