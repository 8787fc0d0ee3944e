package dev.tenon.exporters.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.HashSet;
import java.util.Set;

/** Which values of a graph have elements in every run whose inputs have some. */
final class EmptyResults {
  /** Operators that give nothing although they are given something. */
  private static final Set<String> SHRINK =
      Set.of(
          "Slice",
          "Resize",
          "Upsample",
          "Pad",
          "Split",
          "TopK",
          "Compress",
          "NonZero",
          "Range",
          "ConstantOfShape",
          "Expand",
          "Tile",
          "CenterCropPad",
          "Crop",
          "If",
          "Loop",
          "Scan",
          "SequenceAt",
          "SequenceMap",
          "SplitToSequence",
          "ConcatFromSequence",
          "Optional",
          "OptionalGetElement",
          "NonMaxSuppression",
          "StringSplit",
          "Reshape",
          "Multinomial",
          "OneHot",
          "STFT",
          "DFT");

  private final Set<String> never = new HashSet<>();

  /**
   * Follows the values of a graph.
   *
   * @param main whether its inputs are fed; those of a nested graph may be anything
   */
  EmptyResults(GraphProto graph, boolean main) {
    for (TensorProto tensor : graph.getInitializerList()) {
      if (tensor.getDimsList().stream().allMatch(length -> length > 0)) {
        never.add(tensor.getName());
      }
    }
    if (main) {
      graph.getInputList().forEach(input -> never.add(input.getName()));
    }
    // Nodes may stand in any order; sorted ones are done in one turn.
    for (boolean more = true; more; ) {
      more = false;
      for (NodeProto node : graph.getNodeList()) {
        more |= isFilled(node) && never.addAll(node.getOutputList());
      }
    }
  }

  private boolean isFilled(NodeProto node) {
    boolean known = node.getDomain().isEmpty() || node.getDomain().equals("ai.onnx");
    if (!known || SHRINK.contains(node.getOpType())) {
      return false;
    }
    for (String input : node.getInputList()) {
      if (!input.isEmpty() && !never.contains(input)) {
        return false;
      }
    }
    return true;
  }

  /** Returns the names of the values. */
  Set<String> never() {
    return never;
  }
}
