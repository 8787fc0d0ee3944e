package dev.tenon.exporters.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.tenon.formats.onnx.Subgraphs;
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
    Subgraphs.nodes(graph)
        .forEach(
            node -> {
              read.addAll(node.getInputList());
              Subgraphs.of(node)
                  .forEach(
                      body -> body.getOutputList().forEach(output -> read.add(output.getName())));
            });
    List<TensorProto> used =
        graph.getInitializerList().stream().filter(each -> read.contains(each.getName())).toList();
    return used.size() == graph.getInitializerCount()
        ? graph
        : graph.toBuilder().clearInitializer().addAllInitializer(used).build();
  }
}
