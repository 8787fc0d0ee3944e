package dev.tenon.runtime.tensorflow.saved.guards;

import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NodeDef;

/**
 * Guards depthwise convolutions, whose kernel has a filter for each channel of the image: where
 * there are more or fewer, oneDNN ends the process.
 */
final class GuardedChannels {
  private static final AttrValue WHOLE = GuardedInputs.WHOLE;
  private static final int KERNEL_AXIS = 2;

  private GuardedChannels() {}

  /** Says whether a node convolves so. */
  static boolean has(NodeDef node) {
    return node.getOp().equals("DepthwiseConv2dNative");
  }

  /** Returns such a node behind its guard. */
  static List<NodeDef> guarded(NodeDef node, boolean inFunction) {
    GuardNodes guard = new GuardNodes(node, inFunction);
    String format =
        node.getAttrOrDefault("data_format", AttrValue.getDefaultInstance()).getS().toStringUtf8();
    AttrValue type = node.getAttrOrDefault("T", GuardedInputs.REAL);
    int axis = format.startsWith("NC") ? 1 : 3;
    String image = guard.length("image", type, WHOLE, node.getInput(0), axis);
    String kernel = guard.length("kernel", type, WHOLE, node.getInput(1), KERNEL_AXIS);
    String same = guard.op("same", "Equal", "z", Map.of("T", WHOLE), image, kernel);
    String check =
        guard.checkAll("check", same, "the kernel has no filter for each channel of the image");
    String fitting = guard.unfolded("fitting", type, node.getInput(1), check);
    return guard.before(node.toBuilder().setInput(1, fitting).build());
  }
}
