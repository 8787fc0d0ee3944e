package dev.tenon.exporters.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.HashSet;
import java.util.Set;

/**
 * Holds Dropout's ratios in half precision that a file gives and lists as inputs too: ONNX Runtime
 * 1.29 looks for such a ratio among what cannot be fed, and ends the process.
 */
final class DropoutRatios {
  private DropoutRatios() {}

  /** Returns the graph with these ratios no longer among its inputs; itself where it has none. */
  static GraphProto held(GraphProto graph) {
    Set<String> ratios = new HashSet<>();
    for (NodeProto node : graph.getNodeList()) {
      if (node.getOpType().equals("Dropout") && node.getInputCount() > 1) {
        ratios.add(node.getInput(1));
      }
    }
    if (ratios.isEmpty()) {
      return graph;
    }
    Set<String> half = new HashSet<>();
    for (TensorProto tensor : graph.getInitializerList()) {
      if (tensor.getDataType() == TensorProto.DataType.FLOAT16_VALUE) {
        half.add(tensor.getName());
      }
    }
    ratios.retainAll(half);
    if (graph.getInputList().stream().noneMatch(input -> ratios.contains(input.getName()))) {
      return graph;
    }
    GraphProto.Builder held = graph.toBuilder().clearInput();
    for (ValueInfoProto input : graph.getInputList()) {
      if (!ratios.contains(input.getName())) {
        held.addInput(input);
      }
    }
    return held.build();
  }
}
