package dev.tenon.runtime.onnxruntime.compat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.NodeProtoOrBuilder;
import dev.tenon.formats.onnx.Subgraphs;

/**
 * Takes empty names off the end of a node's inputs, which say nothing.
 *
 * <p>ONNX Runtime counts them, and some of its kernels read what they stand for: reductions, Trilu
 * and Resize end the process so.
 */
final class OmittedInputs {
  private OmittedInputs() {}

  /** Returns the graph without them; itself where there are none. */
  static GraphProto trim(GraphProto graph) {
    if (Subgraphs.nodes(graph).allMatch(node -> kept(node) == node.getInputCount())) {
      return graph;
    }
    GraphProto.Builder builder = graph.toBuilder();
    for (NodeProto.Builder node : builder.getNodeBuilderList()) {
      int count = kept(node);
      if (count < node.getInputCount()) {
        var kept = node.getInputList().subList(0, count).stream().toList();
        node.clearInput().addAllInput(kept);
      }
      Subgraphs.map(node, OmittedInputs::trim);
    }
    return builder.build();
  }

  private static int kept(NodeProtoOrBuilder node) {
    int count = node.getInputCount();
    if (node.getOpType().equals("Loop")) {
      // It has two at least, both of which may be empty.
      return count;
    }
    while (count > 0 && node.getInput(count - 1).isEmpty()) {
      count--;
    }
    return count;
  }
}
