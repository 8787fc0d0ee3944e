package dev.tenon.runtime.tensorflow.saved;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.limits.LoadLimits;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Checks a graph from a file before native code sees it, and takes out what steers TensorFlow
 * rather than computes: devices, settings of sessions, hints to compilers.
 */
final class StoredGraphCheck {

  private final String label;
  private final LoadLimits limits;
  private final Map<String, FunctionDef> library;
  private final Map<String, Long> costs = new HashMap<>();
  private final Set<String> open = new HashSet<>();
  private final Map<String, Integer> refused = new TreeMap<>();
  private final Map<String, String> first = new HashMap<>();
  private final TensorCheck tensors;

  private StoredGraphCheck(String label, GraphDef graph, LoadLimits limits) {
    this.label = label;
    this.limits = limits;
    this.library = GraphPart.library(label, graph);
    this.tensors = new TensorCheck(label, limits);
  }

  /**
   * Returns the graph without what it may not say.
   *
   * @throws UnsupportedModelException naming every operation that is not allowed
   * @throws MalformedModelException where it contradicts itself
   */
  static GraphDef apply(String label, GraphDef graph, LoadLimits limits) {
    return new StoredGraphCheck(label, graph, limits).check(graph);
  }

  private GraphDef check(GraphDef graph) {
    GraphDef.Builder checked = GraphDef.newBuilder().setVersions(graph.getVersions());
    for (NodeDef node : graph.getNodeList()) {
      checked.addNode(node(node, ""));
    }
    for (FunctionDef function : graph.getLibrary().getFunctionList()) {
      checked.getLibraryBuilder().addFunction(function(function));
    }
    if (!refused.isEmpty()) {
      List<String> lines =
          refused.entrySet().stream()
              .map(e -> e.getKey() + ": " + e.getValue() + " times, first in " + first(e.getKey()))
              .toList();
      throw new UnsupportedModelException(
          label,
          "the graph uses operations that Tenon does not run from a file, because they reach"
              + " outside the model or are not known:",
          lines);
    }
    expanded(graph.getNodeList(), 0);
    return checked.build();
  }

  private String first(String operator) {
    return "'" + first.getOrDefault(operator, "?") + "'";
  }

  private FunctionDef function(FunctionDef function) {
    FunctionDef.Builder checked = function.toBuilder().clearAttr().clearArgAttr().clearNodeDef();
    String name = function.getSignature().getName();
    for (NodeDef node : function.getNodeDefList()) {
      checked.addNodeDef(node(node, name + "/"));
    }
    checked.getSignatureBuilder().clearDescription().clearSummary();
    return checked.build();
  }

  private NodeDef node(NodeDef node, String prefix) {
    if (!AllowedOperators.has(node.getOp()) && !library.containsKey(node.getOp())) {
      refused.merge(node.getOp(), 1, Integer::sum);
      first.putIfAbsent(node.getOp(), prefix + node.getName());
    }
    if (!prefix.isEmpty() && PlaceholderCheck.isVariable(node)) {
      throw new MalformedModelException(
          label, "a variable '" + node.getName() + "' lies inside a function: damaged");
    }
    if (node.getOp().equals("Const")) {
      tensors.constant(prefix + node.getName(), node);
    }
    NodeDef.Builder checked =
        NodeDef.newBuilder()
            .setName(node.getName())
            .setOp(node.getOp())
            .addAllInput(node.getInputList());
    node.getAttrMap()
        .forEach(
            (key, value) -> {
              if (!steers(key)) {
                tensors.check(prefix + node.getName(), key, value);
                checked.putAttr(key, plain(value));
              }
            });
    return checked.build();
  }

  /** Says whether an attribute tells TensorFlow how to run, and not what to compute. */
  private static boolean steers(String key) {
    return key.startsWith("_")
        || key.equals("config_proto")
        || key.equals("config")
        || key.equals("executor_type");
  }

  /** Returns the value with attributes of functions that it names taken away. */
  private static AttrValue plain(AttrValue value) {
    if (!value.hasFunc() || value.getFunc().getAttrCount() == 0) {
      return value;
    }
    AttrValue.Builder plain = value.toBuilder();
    plain.getFuncBuilder().getAttrMap().keySet().stream()
        .filter(StoredGraphCheck::steers)
        .toList()
        .forEach(plain.getFuncBuilder()::removeAttr);
    return plain.build();
  }

  /** Counts operations with every call written out; refuses circles. */
  private long expanded(List<NodeDef> nodes, int depth) {
    limits.checkNesting(label, depth);
    long sum = nodes.size();
    for (NodeDef node : nodes) {
      for (String name : GraphPart.called(node, library.keySet())) {
        FunctionDef function = library.get(name);
        Long known = costs.get(name);
        if (known == null && function != null) {
          if (!open.add(name)) {
            throw new MalformedModelException(
                label, "functions call each other in a circle, '" + name + "' among them");
          }
          known = expanded(function.getNodeDefList(), depth + 1);
          open.remove(name);
          costs.put(name, known);
        }
        sum += known == null ? 0 : known;
        limits.checkNodes(label, sum);
      }
    }
    limits.checkNodes(label, sum);
    return sum;
  }
}
