package dev.tenon.runtime.tensorflow.saved.guards;

import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;

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
    String image = length(guard, "image", type, node.getInput(0), format.startsWith("NC") ? 1 : 3);
    String kernel = length(guard, "kernel", type, node.getInput(1), KERNEL_AXIS);
    String same = guard.op("same", "Equal", "z", Map.of("T", WHOLE), image, kernel);
    String check =
        guard.checkAll("check", same, "the kernel has no filter for each channel of the image");
    String fitting = guard.unfolded("fitting", type, node.getInput(1), check);
    return guard.before(node.toBuilder().setInput(1, fitting).build());
  }

  private static String length(
      GuardNodes guard, String name, AttrValue type, String tensor, int axis) {
    String shape =
        guard.op(name + "_shape", "Shape", "output", Map.of("T", type, "out_type", WHOLE), tensor);
    return guard.op(
        name + "_length",
        "StridedSlice",
        "output",
        Map.of("T", WHOLE, "Index", WHOLE),
        shape,
        constant(guard, name + "_from", axis),
        constant(guard, name + "_to", axis + 1),
        constant(guard, name + "_by", 1));
  }

  private static String constant(GuardNodes guard, String name, int number) {
    return guard.constant(
        name, TensorProto.newBuilder().setTensorShape(GuardNodes.vector(1)).addIntVal(number));
  }
}
