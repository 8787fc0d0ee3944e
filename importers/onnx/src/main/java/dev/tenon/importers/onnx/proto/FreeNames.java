package dev.tenon.importers.onnx.proto;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tenon.formats.onnx.Subgraphs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the names that a node reads from the surrounding graph.
 *
 * <p>A nested graph reads outer values that it does not define itself; its own values may have
 * names of outer ones.
 */
public final class FreeNames {
  private FreeNames() {}

  /** Returns the names of a node's operands, and those that graphs inside it take from outside. */
  public static List<String> of(NodeProto node) {
    List<String> names = new ArrayList<>(node.getInputList());
    Subgraphs.of(node).forEach(graph -> add(graph, names));
    return names;
  }

  private static void add(GraphProto graph, List<String> names) {
    Set<String> own = new HashSet<>();
    graph.getInputList().stream().map(ValueInfoProto::getName).forEach(own::add);
    graph.getInitializerList().stream().map(TensorProto::getName).forEach(own::add);
    graph.getSparseInitializerList().forEach(sparse -> own.add(sparse.getValues().getName()));
    graph.getNodeList().forEach(node -> own.addAll(node.getOutputList()));
    List<String> read = new ArrayList<>();
    graph.getNodeList().forEach(node -> read.addAll(of(node)));
    graph.getOutputList().forEach(output -> read.add(output.getName()));
    read.stream().filter(name -> !own.contains(name)).forEach(names::add);
  }
}
