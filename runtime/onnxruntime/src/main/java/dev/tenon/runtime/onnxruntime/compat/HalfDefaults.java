package dev.tenon.runtime.onnxruntime.compat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.HashSet;
import java.util.Set;

/**
 * Makes constants of tensors in half precision that a file gives and lists as inputs too, with that
 * default: where an operator has no kernel for halves, ONNX Runtime 1.29 looks for such a tensor
 * among what cannot be fed, and ends the process.
 */
final class HalfDefaults {
  private HalfDefaults() {}

  /** Returns the graph with these tensors no longer among its inputs; itself where it has none. */
  static GraphProto held(GraphProto graph) {
    Set<String> halves = new HashSet<>();
    for (TensorProto tensor : graph.getInitializerList()) {
      if (tensor.getDataType() == TensorProto.DataType.FLOAT16_VALUE) {
        halves.add(tensor.getName());
      }
    }
    if (graph.getInputList().stream().noneMatch(input -> halves.contains(input.getName()))) {
      return graph;
    }
    GraphProto.Builder held = graph.toBuilder().clearInput();
    for (ValueInfoProto input : graph.getInputList()) {
      if (!halves.contains(input.getName())) {
        held.addInput(input);
      }
    }
    return held.build();
  }
}
