package dev.tenon.importers.onnx.proto;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.onnx.Subgraphs;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks the names of a graph: every value is defined once, every read value is defined, and there
 * is no cycle.
 *
 * <p>Nodes may have any order, as in ONNX Runtime; ONNX itself requires them sorted.
 */
public final class GraphCheck {
  /** So many characters of a message are read by someone. */
  private static final int MOST = 1_000;

  private final String where;

  public GraphCheck(String where) {
    this.where = where;
  }

  /** Checks a graph and its nested graphs. */
  public void check(GraphProto graph) {
    check(graph, null);
  }

  /** The names of one graph, and of those around it. */
  private record Names(Set<String> own, @Nullable Names outer) {
    boolean has(String name) {
      return own.contains(name) || (outer != null && outer.has(name));
    }
  }

  private void check(GraphProto graph, @Nullable Names outer) {
    Set<String> given = fixed(graph);
    for (int i = 0; i < graph.getNodeCount(); i++) {
      NodeProto node = graph.getNode(i);
      if (node.getOpType().isEmpty()) {
        throw malformed(label(node, i) + " has no operator");
      }
      for (String output : node.getOutputList()) {
        if (output.isEmpty()) {
          continue;
        }
        if (!given.add(output)) {
          throw malformed(label(node, i) + " gives '" + output + "', which is given already");
        }
      }
    }
    Names names = new Names(given, outer);
    for (int i = 0; i < graph.getNodeCount(); i++) {
      NodeProto node = graph.getNode(i);
      for (String input : node.getInputList()) {
        if (!input.isEmpty() && !names.has(input)) {
          throw malformed(label(node, i) + " reads '" + input + "', which nothing gives");
        }
      }
    }
    graph
        .getOutputList()
        .forEach(
            output -> {
              if (!names.has(output.getName())) {
                throw malformed("output '" + output.getName() + "' is given by nothing");
              }
            });
    refuseCycles(graph);
    for (NodeProto node : graph.getNodeList()) {
      Subgraphs.of(node).forEach(body -> check(body, names));
    }
  }

  private Set<String> fixed(GraphProto graph) {
    Set<String> inputs = new HashSet<>();
    graph
        .getInputList()
        .forEach(
            input -> {
              if (input.getName().isEmpty() || !inputs.add(input.getName())) {
                throw malformed("two inputs are called '" + input.getName() + "'");
              }
            });
    // Up to IR version 3 every initializer is an input too, so these two may share names.
    Set<String> initializers = new HashSet<>();
    graph.getInitializerList().forEach(tensor -> add(initializers, tensor.getName()));
    graph.getSparseInitializerList().forEach(s -> add(initializers, s.getValues().getName()));
    Set<String> all = new HashSet<>(inputs);
    all.addAll(initializers);
    return all;
  }

  private void add(Set<String> initializers, String name) {
    if (!initializers.add(name)) {
      throw malformed("two initializers are called '" + name + "'");
    }
  }

  private void refuseCycles(GraphProto graph) {
    List<NodeProto> sorted = NodeOrder.sorted(graph.getNodeList());
    if (sorted.size() == graph.getNodeCount()) {
      return;
    }
    Set<NodeProto> free = Collections.newSetFromMap(new IdentityHashMap<>());
    free.addAll(sorted);
    for (int i = 0; i < graph.getNodeCount(); i++) {
      if (!free.contains(graph.getNode(i))) {
        throw malformed(label(graph.getNode(i), i) + " waits for its own result: there is a cycle");
      }
    }
  }

  private static String label(NodeProto node, int index) {
    String name = node.getName().isEmpty() ? "#" + index : "'" + node.getName() + "'";
    return "node " + name + " (" + node.getOpType() + ")";
  }

  private MalformedModelException malformed(String what) {
    // The names of a damaged file may hold whole weights.
    String brief = what.length() > MOST ? what.substring(0, MOST) + "…" : what;
    return new MalformedModelException(where, brief + ": the file is damaged");
  }
}
