package dev.tenon.runtime.onnxruntime.compat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.onnx.Subgraphs;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds quantised products whose scales are of 16 bits: ONNX Runtime 1.29 takes constant ones for
 * numbers of 32 bits when it prepares the product, and ends the process.
 */
final class HalfScales {
  private static final Set<Integer> HALVES =
      Set.of(TensorProto.DataType.FLOAT16_VALUE, TensorProto.DataType.BFLOAT16_VALUE);

  private HalfScales() {}

  /**
   * Checks a graph, nested ones included.
   *
   * @throws UnsupportedModelException where a product has such scales
   */
  static void check(String label, GraphProto graph) {
    check(label, graph, new HashSet<>());
  }

  private static void check(String label, GraphProto graph, Set<String> outer) {
    Set<String> halves = new HashSet<>(outer);
    for (TensorProto tensor : graph.getInitializerList()) {
      if (HALVES.contains(tensor.getDataType())) {
        halves.add(tensor.getName());
      }
    }
    for (ValueInfoProto input : graph.getInputList()) {
      if (HALVES.contains(input.getType().getTensorType().getElemType())) {
        halves.add(input.getName());
      }
    }
    for (NodeProto node : graph.getNodeList()) {
      // ONNX Runtime makes initializers of them.
      if (node.getOpType().equals("Constant")
          && node.getAttributeList().stream()
              .anyMatch(value -> value.hasT() && HALVES.contains(value.getT().getDataType()))) {
        halves.addAll(node.getOutputList());
      }
    }
    for (NodeProto node : graph.getNodeList()) {
      boolean product = node.getOpType().equals("QLinearMatMul");
      if (product && node.getInputList().stream().anyMatch(halves::contains)) {
        throw new UnsupportedModelException(
            label,
            "node '"
                + node.getName()
                + "' (QLinearMatMul): its scales are of 16 bits, which ONNX Runtime does not have;"
                + " Tenon's engine tensorflow does");
      }
      Subgraphs.of(node).forEach(body -> check(label, body, halves));
    }
  }
}
