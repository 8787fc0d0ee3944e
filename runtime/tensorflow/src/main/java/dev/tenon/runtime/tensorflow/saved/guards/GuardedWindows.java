package dev.tenon.runtime.tensorflow.saved.guards;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;

/**
 * Guards pooling without padding: where a window does not fit into its image even once, the result
 * would have no length, and oneDNN divides by zero, which ends the process.
 */
final class GuardedWindows {
  private static final Set<String> POOLS = Set.of("AvgPool", "AvgPool3D", "MaxPool", "MaxPool3D");
  private static final AttrValue WHOLE = GuardedInputs.WHOLE;

  private GuardedWindows() {}

  /** Says whether a node pools without padding. */
  static boolean isPool(NodeDef node) {
    String padding =
        node.getAttrOrDefault("padding", AttrValue.getDefaultInstance()).getS().toStringUtf8();
    return POOLS.contains(node.getOp()) && padding.equals("VALID");
  }

  /** Returns a node that pools, behind its guard. */
  static List<NodeDef> guarded(NodeDef node, boolean inFunction) {
    List<Long> kernel = node.getAttrOrThrow("ksize").getList().getIList();
    String image = node.getInput(0);
    GuardNodes guard = new GuardNodes(node, inFunction);
    AttrValue type = node.getAttrOrDefault("T", GuardedInputs.REAL);
    TensorProto.Builder least =
        TensorProto.newBuilder().setTensorShape(GuardNodes.vector(kernel.size()));
    // Samples and channels may be none: their windows are of one.
    kernel.forEach(
        length -> least.addIntVal(length <= 1 ? 0 : (int) Math.min(Integer.MAX_VALUE, length)));
    String lengths =
        guard.op("lengths", "Shape", "output", Map.of("T", type, "out_type", WHOLE), image);
    String enough =
        guard.op(
            "enough",
            "GreaterEqual",
            "z",
            Map.of("T", WHOLE),
            lengths,
            guard.constant("least", least));
    String check = guard.checkAll("check", enough, "a window is larger than what it is given");
    String fitting = guard.unfolded("fitting", type, image, check);
    return guard.before(node.toBuilder().setInput(0, fitting).build());
  }
}
