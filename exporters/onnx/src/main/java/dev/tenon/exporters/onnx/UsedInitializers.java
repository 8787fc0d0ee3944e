package dev.tenon.exporters.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Leaves out constants that no node reads any more: an older opset has some as attributes, and ONNX
 * Runtime warns of each that is left over.
 */
final class UsedInitializers {
  private UsedInitializers() {}

  static GraphProto only(GraphProto graph) {
    Set<String> read = new HashSet<>();
    graph.getOutputList().forEach(output -> read.add(output.getName()));
    collect(graph, read);
    List<TensorProto> used =
        graph.getInitializerList().stream().filter(each -> read.contains(each.getName())).toList();
    return used.size() == graph.getInitializerCount()
        ? graph
        : graph.toBuilder().clearInitializer().addAllInitializer(used).build();
  }

  private static void collect(GraphProto graph, Set<String> read) {
    for (NodeProto node : graph.getNodeList()) {
      read.addAll(node.getInputList());
      for (AttributeProto attribute : node.getAttributeList()) {
        if (attribute.hasG()) {
          attribute.getG().getOutputList().forEach(output -> read.add(output.getName()));
          collect(attribute.getG(), read);
        }
      }
    }
  }
}
