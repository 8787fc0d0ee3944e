package dev.tenon.runtime.tensorflow.saved.guards;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Hides the shape of positions that are taken in batches until the run: TensorFlow ends the process
 * where it sees, ahead of the run, that they have fewer axes than the batch, and gives an error in
 * the run.
 */
final class HiddenShapes {
  private static final Set<String> GATHERS = Set.of("GatherV2", "ResourceGather");
  private static final AttrValue ANY =
      AttrValue.newBuilder().setShape(TensorShapeProto.newBuilder().setUnknownRank(true)).build();
  private static final int POSITIONS = 1;

  private HiddenShapes() {}

  /** Says whether a node takes positions in batches. */
  static boolean has(NodeDef node) {
    return GATHERS.contains(node.getOp())
        && node.getAttrOrDefault("batch_dims", AttrValue.getDefaultInstance()).getI() != 0;
  }

  /** Returns such a node, which learns the shape of its positions in the run. */
  static List<NodeDef> guarded(NodeDef node, boolean inFunction) {
    GuardNodes guard = new GuardNodes(node, inFunction);
    AttrValue type = node.getAttrOrDefault("Tindices", GuardedInputs.WHOLE);
    String hidden =
        guard.op(
            "positions",
            "PlaceholderWithDefault",
            "output",
            Map.of("dtype", type, "shape", ANY),
            node.getInput(POSITIONS));
    return guard.before(node.toBuilder().setInput(POSITIONS, hidden).build());
  }
}
