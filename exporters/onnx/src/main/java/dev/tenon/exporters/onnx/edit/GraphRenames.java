package dev.tenon.exporters.onnx.edit;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorAnnotation;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tenon.formats.onnx.Subgraphs;
import dev.tenon.internal.text.Names;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Renames nodes and values of a graph.
 *
 * <p>ONNX has separate names of nodes and of values; a name of both is changed in both.
 */
public final class GraphRenames {
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<String, String> nodes = new LinkedHashMap<>();

  private GraphRenames() {}

  /**
   * Returns the graph with new names by present ones.
   *
   * @throws IllegalArgumentException for an unknown name, or a new one that is taken or empty
   */
  public static GraphProto apply(GraphProto graph, Map<String, String> names) {
    Set<String> knownValues = new LinkedHashSet<>();
    collect(graph, knownValues);
    Set<String> knownNodes = new LinkedHashSet<>();
    graph.getNodeList().forEach(node -> knownNodes.add(node.getName()));
    knownValues.remove("");
    knownNodes.remove("");
    GraphRenames renaming = new GraphRenames();
    names.forEach(
        (from, to) -> {
          if (!knownValues.contains(from) && !knownNodes.contains(from)) {
            Set<String> known = new LinkedHashSet<>(knownValues);
            known.addAll(knownNodes);
            throw new IllegalArgumentException(
                "graph '" + graph.getName() + "': " + Names.unknown("value or node", from, known));
          }
          if (knownValues.contains(from)) {
            renaming.values.put(from, to);
          }
          if (knownNodes.contains(from)) {
            renaming.nodes.put(from, to);
          }
        });
    checkFree(graph, knownValues, renaming.values);
    checkFree(graph, knownNodes, renaming.nodes);
    return renaming.graph(graph, true);
  }

  private static void checkFree(GraphProto graph, Set<String> known, Map<String, String> changes) {
    Set<String> taken = new HashSet<>(known);
    taken.removeAll(changes.keySet());
    for (String to : changes.values()) {
      if (to.isBlank() || !taken.add(to)) {
        throw new IllegalArgumentException(
            "graph '" + graph.getName() + "': the name '" + to + "' is taken or empty");
      }
    }
  }

  private static void collect(GraphProto graph, Set<String> names) {
    graph.getInputList().forEach(input -> names.add(input.getName()));
    graph.getInitializerList().forEach(tensor -> names.add(tensor.getName()));
    graph.getSparseInitializerList().forEach(tensor -> names.add(tensor.getValues().getName()));
    for (NodeProto node : graph.getNodeList()) {
      names.addAll(node.getOutputList());
      Subgraphs.of(node).forEach(inner -> collect(inner, names));
    }
  }

  private GraphProto graph(GraphProto graph, boolean outermost) {
    GraphProto.Builder result = graph.toBuilder();
    for (int i = 0; i < graph.getNodeCount(); i++) {
      result.setNode(i, node(graph.getNode(i), outermost));
    }
    for (int i = 0; i < graph.getInputCount(); i++) {
      result.setInput(i, info(graph.getInput(i)));
    }
    for (int i = 0; i < graph.getOutputCount(); i++) {
      result.setOutput(i, info(graph.getOutput(i)));
    }
    for (int i = 0; i < graph.getValueInfoCount(); i++) {
      result.setValueInfo(i, info(graph.getValueInfo(i)));
    }
    for (int i = 0; i < graph.getInitializerCount(); i++) {
      result.setInitializer(i, tensor(graph.getInitializer(i)));
    }
    for (int i = 0; i < graph.getSparseInitializerCount(); i++) {
      SparseTensorProto sparse = graph.getSparseInitializer(i);
      result.setSparseInitializer(
          i, sparse.toBuilder().setValues(tensor(sparse.getValues())).build());
    }
    for (int i = 0; i < graph.getQuantizationAnnotationCount(); i++) {
      result.setQuantizationAnnotation(i, annotation(graph.getQuantizationAnnotation(i)));
    }
    return result.build();
  }

  private String now(String name) {
    return values.getOrDefault(name, name);
  }

  private List<String> now(List<String> names) {
    return names.stream().map(this::now).toList();
  }

  private NodeProto node(NodeProto node, boolean outermost) {
    NodeProto.Builder result =
        node.toBuilder()
            .clearInput()
            .clearOutput()
            .addAllInput(now(node.getInputList()))
            .addAllOutput(now(node.getOutputList()));
    String name = nodes.get(node.getName());
    if (outermost && name != null) {
      result.setName(name);
    }
    Subgraphs.map(result, inner -> graph(inner, false));
    return result.build();
  }

  private ValueInfoProto info(ValueInfoProto info) {
    String name = values.get(info.getName());
    return name == null ? info : info.toBuilder().setName(name).build();
  }

  private TensorProto tensor(TensorProto tensor) {
    String name = values.get(tensor.getName());
    return name == null ? tensor : tensor.toBuilder().setName(name).build();
  }

  private TensorAnnotation annotation(TensorAnnotation note) {
    TensorAnnotation.Builder result = note.toBuilder().setTensorName(now(note.getTensorName()));
    for (int i = 0; i < note.getQuantParameterTensorNamesCount(); i++) {
      StringStringEntryProto entry = note.getQuantParameterTensorNames(i);
      result.setQuantParameterTensorNames(
          i, entry.toBuilder().setValue(now(entry.getValue())).build());
    }
    return result.build();
  }
}
