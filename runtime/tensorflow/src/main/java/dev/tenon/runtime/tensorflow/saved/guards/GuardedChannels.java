package dev.tenon.runtime.tensorflow.saved.guards;

import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NodeDef;

/**
 * Guards operations that do something for each channel: depthwise convolutions, whose kernel has a
 * filter for each (oneDNN ends the process where there are more or fewer), and simulated
 * quantization by channels, which a number does not have.
 */
final class GuardedChannels {
  private static final AttrValue WHOLE = GuardedInputs.WHOLE;
  private static final int KERNEL_AXIS = 2;

  private GuardedChannels() {}

  /** Says whether a node is one of these. */
  static boolean has(NodeDef node) {
    return node.getOp().equals("DepthwiseConv2dNative") || quantizes(node);
  }

  private static boolean quantizes(NodeDef node) {
    return node.getOp().equals("FakeQuantWithMinMaxVarsPerChannel");
  }

  /** Returns such a node behind its guard. */
  static List<NodeDef> guarded(NodeDef node, boolean inFunction) {
    GuardNodes guard = new GuardNodes(node, inFunction);
    return quantizes(node) ? withAxes(node, guard) : withFilters(node, guard);
  }

  private static List<NodeDef> withAxes(NodeDef node, GuardNodes guard) {
    String input = node.getInput(0);
    String rank = guard.op("rank", "Rank", "output", Map.of("T", GuardedInputs.REAL), input);
    String least = guard.number("least", 1);
    String enough = guard.op("enough", "GreaterEqual", "z", Map.of("T", WHOLE), rank, least);
    String check = guard.checkAll("check", enough, "a number has no channels");
    String fitting = guard.unfolded("fitting", GuardedInputs.REAL, input, check);
    return guard.before(node.toBuilder().setInput(0, fitting).build());
  }

  private static List<NodeDef> withFilters(NodeDef node, GuardNodes guard) {
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
