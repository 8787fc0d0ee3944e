package dev.tenon.exporters.onnx.edit;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Adds inner values of a graph to its outputs. */
public final class Outputs {
  private Outputs() {}

  /** Returns a graph with more outputs. */
  public static GraphProto add(GraphProto graph, List<String> names) {
    Set<String> present = new HashSet<>();
    graph.getOutputList().forEach(output -> present.add(output.getName()));
    Set<String> given = new HashSet<>();
    graph.getNodeList().forEach(node -> given.addAll(node.getOutputList()));
    // A copy of an initializer may have the name of a node that it took the place of.
    graph.getInitializerList().forEach(tensor -> given.add(tensor.getName()));
    Map<String, ValueInfoProto> known = new HashMap<>();
    graph.getValueInfoList().forEach(info -> known.put(info.getName(), info));
    GraphProto.Builder builder = graph.toBuilder();
    for (String name : names) {
      if (!present.add(name)) {
        continue;
      }
      if (!given.contains(name)) {
        throw new IllegalArgumentException("no node of the graph gives '" + name + "'");
      }
      // ONNX Runtime infers the type of an output that has only a name.
      builder.addOutput(
          known.getOrDefault(name, ValueInfoProto.newBuilder().setName(name).build()));
    }
    return builder.build();
  }
}
