package dev.tenon.runtime.onnxruntime.compat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.tenon.formats.onnx.Subgraphs;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds values that are transposed and then cast: where a MatMul follows and the last axis stayed
 * the last, ONNX Runtime 1.29 joins the three and ends the process.
 */
final class TransposedCasts {
  /** What hands a value on, and what ONNX Runtime removes before it looks for such three. */
  private static final Set<String> THROUGH = Set.of("Transpose", "Identity", "Dropout");

  private TransposedCasts() {}

  /** Says whether a graph has one, nested graphs included. Nodes are in the order they run. */
  static boolean in(GraphProto graph) {
    Set<String> transposed = new HashSet<>();
    for (NodeProto node : graph.getNodeList()) {
      boolean follows = node.getInputCount() > 0 && transposed.contains(node.getInput(0));
      if (follows && node.getOpType().equals("Cast")) {
        return true;
      }
      boolean through = follows && THROUGH.contains(node.getOpType());
      if ((through || node.getOpType().equals("Transpose")) && node.getOutputCount() > 0) {
        transposed.add(node.getOutput(0));
      }
      if (Subgraphs.of(node).stream().anyMatch(TransposedCasts::in)) {
        return true;
      }
    }
    return false;
  }
}
