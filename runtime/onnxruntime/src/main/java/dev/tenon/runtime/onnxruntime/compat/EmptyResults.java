package dev.tenon.runtime.onnxruntime.compat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.tenon.formats.onnx.Domains;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

  private static final int MOST_TURNS = 8;

  private final GraphProto graph;
  private final boolean main;
  private @Nullable Set<String> never;

  /**
   * Creates the analysis, which is made when it is first asked.
   *
   * @param main whether the graph's inputs are fed; those of a nested graph may be anything
   */
  EmptyResults(GraphProto graph, boolean main) {
    this.graph = graph;
    this.main = main;
  }

  /** Says whether a value is never empty. */
  boolean never(String name) {
    Set<String> known = never;
    if (known == null) {
      known = follow();
      never = known;
    }
    return known.contains(name);
  }

  private Set<String> follow() {
    Set<String> filled = new HashSet<>();
    for (TensorProto tensor : graph.getInitializerList()) {
      if (tensor.getDimsList().stream().allMatch(length -> length > 0)) {
        filled.add(tensor.getName());
      }
    }
    if (main) {
      graph.getInputList().forEach(input -> filled.add(input.getName()));
    }
    // Nodes may stand in any order; sorted ones are done in one turn. What is left counts as empty.
    boolean more = true;
    for (int turn = 0; more && turn < MOST_TURNS; turn++) {
      more = false;
      for (NodeProto node : graph.getNodeList()) {
        more |= isFilled(node, filled) && filled.addAll(node.getOutputList());
      }
    }
    return filled;
  }

  private static boolean isFilled(NodeProto node, Set<String> filled) {
    if (!Domains.isStandard(node.getDomain()) || SHRINK.contains(node.getOpType())) {
      return false;
    }
    for (String input : node.getInputList()) {
      if (!input.isEmpty() && !filled.contains(input)) {
        return false;
      }
    }
    return true;
  }
}
