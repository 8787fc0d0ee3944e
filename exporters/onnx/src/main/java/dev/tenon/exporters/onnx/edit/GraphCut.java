package dev.tenon.exporters.onnx.edit;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.onnx.Subgraphs;
import dev.tenon.internal.text.Names;
import dev.tenon.ir.shape.TensorType;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Cuts a graph at inner values, and removes nodes, weights and inputs without use. */
public final class GraphCut {
  private final GraphProto graph;
  private final Map<String, NodeProto> producers = new HashMap<>();
  private final Map<String, ValueInfoProto> known = new HashMap<>();
  private final Set<String> needed = new HashSet<>();
  private final Set<NodeProto> kept = Collections.newSetFromMap(new IdentityHashMap<>());

  private GraphCut(GraphProto graph) {
    this.graph = graph;
    for (NodeProto node : graph.getNodeList()) {
      node.getOutputList().forEach(output -> producers.put(output, node));
    }
    producers.remove("");
    graph.getValueInfoList().forEach(info -> known.put(info.getName(), info));
    graph.getOutputList().forEach(info -> known.put(info.getName(), info));
  }

  /**
   * Returns the part of a graph that some values need, with these as outputs.
   *
   * @param wanted results of nodes, or nodes, which stand for their first result
   * @param types the types of values that the file lacks
   * @throws IllegalArgumentException for an unknown name, with those most like it
   * @throws UnsupportedModelException if the type of a value is unknown
   */
  public static GraphProto apply(
      GraphProto graph, List<String> wanted, Map<String, TensorType> types) {
    GraphCut cut = new GraphCut(graph);
    Set<String> ends = new LinkedHashSet<>();
    wanted.forEach(name -> ends.add(cut.value(name)));
    GraphProto.Builder result = graph.toBuilder().clearOutput();
    ends.forEach(name -> result.addOutput(cut.info(name, types)));
    cut.need(ends);
    return cut.pruned(result);
  }

  private String value(String name) {
    if (producers.containsKey(name)) {
      return name;
    }
    Set<String> names = new LinkedHashSet<>(producers.keySet());
    for (NodeProto node : graph.getNodeList()) {
      if (!node.getName().isEmpty() && node.getName().equals(name)) {
        return node.getOutput(0);
      }
      names.add(node.getName());
    }
    names.remove("");
    throw new IllegalArgumentException(
        "graph '" + graph.getName() + "': " + Names.unknown("value or node", name, names));
  }

  private ValueInfoProto info(String name, Map<String, TensorType> types) {
    ValueInfoProto said = known.get(name);
    TensorType type = types.get(name);
    if (said != null && said.hasType()) {
      return said;
    }
    if (type == null) {
      throw new UnsupportedModelException(
          "graph '"
              + graph.getName()
              + "' cannot end at '"
              + name
              + "': neither the file nor Tenon knows its type");
    }
    return ValueInfos.of(name, type);
  }

  private void need(Set<String> ends) {
    Deque<String> open = new ArrayDeque<>(ends);
    while (!open.isEmpty()) {
      String name = open.pop();
      NodeProto producer = producers.get(name);
      if (needed.add(name) && producer != null && kept.add(producer)) {
        reads(producer).forEach(open::push);
      }
    }
  }

  /** Returns what a node and the graphs inside it read; names of their own inside do no harm. */
  private static Set<String> reads(NodeProto node) {
    Set<String> reads = new LinkedHashSet<>(node.getInputList());
    Subgraphs.of(node).forEach(inner -> reads(inner, reads));
    reads.remove("");
    return reads;
  }

  /** Adds the values that a graph and its nested graphs read and define. */
  public static void reads(GraphProto inner, Set<String> reads) {
    inner.getNodeList().forEach(node -> reads.addAll(reads(node)));
    inner.getOutputList().forEach(output -> reads.add(output.getName()));
  }

  private GraphProto pruned(GraphProto.Builder result) {
    Map<String, ValueInfoProto> infos = new LinkedHashMap<>();
    graph.getValueInfoList().stream()
        .filter(info -> isThere(info.getName()))
        .forEach(info -> infos.put(info.getName(), info));
    result.getOutputList().forEach(output -> infos.remove(output.getName()));
    result.clearNode().clearInitializer().clearSparseInitializer().clearInput().clearValueInfo();
    result.clearQuantizationAnnotation();
    graph.getNodeList().stream().filter(kept::contains).forEach(result::addNode);
    graph.getInputList().stream()
        .filter(input -> needed.contains(input.getName()))
        .forEach(result::addInput);
    graph.getInitializerList().stream()
        .filter(tensor -> needed.contains(tensor.getName()))
        .forEach(result::addInitializer);
    graph.getSparseInitializerList().stream()
        .filter(tensor -> needed.contains(tensor.getValues().getName()))
        .forEach(result::addSparseInitializer);
    graph.getQuantizationAnnotationList().stream()
        .filter(note -> isThere(note.getTensorName()))
        .forEach(result::addQuantizationAnnotation);
    return result.addAllValueInfo(infos.values()).build();
  }

  /** Returns whether the cut graph has a value, be it one that nothing reads. */
  private boolean isThere(String name) {
    NodeProto producer = producers.get(name);
    return producer == null ? needed.contains(name) : kept.contains(producer);
  }
}
