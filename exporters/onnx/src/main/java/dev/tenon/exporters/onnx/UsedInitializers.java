package dev.tenon.exporters.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.tenon.exporters.onnx.edit.GraphCut;
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
    GraphCut.reads(graph, read);
    List<TensorProto> used =
        graph.getInitializerList().stream().filter(each -> read.contains(each.getName())).toList();
    return used.size() == graph.getInitializerCount()
        ? graph
        : graph.toBuilder().clearInitializer().addAllInitializer(used).build();
  }
}
