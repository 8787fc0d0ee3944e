package dev.tenon.runtime.tensorflow.saved;

import dev.tenon.error.MalformedModelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/** Finds the part of a TensorFlow graph that some of its operations need. */
public final class GraphPart {
  private GraphPart() {}

  /**
   * Returns a graph of the operations that others need, in their order, and the functions that
   * those call.
   *
   * @param label starts the sentence of an exception
   * @param roots names of operations
   * @throws MalformedModelException where an operation or a function is missing, or there are two
   *     of a name
   */
  public static GraphDef of(String label, GraphDef whole, Collection<String> roots) {
    Map<String, NodeDef> byName = new HashMap<>();
    for (NodeDef node : whole.getNodeList()) {
      if (byName.put(node.getName(), node) != null) {
        throw new MalformedModelException(
            label, "two operations are named '" + node.getName() + "': the graph is damaged");
      }
    }
    Set<String> needed = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(roots);
    while (!open.isEmpty()) {
      String name = open.pop();
      if (!needed.add(name)) {
        continue;
      }
      NodeDef node = byName.get(name);
      if (node == null) {
        throw new MalformedModelException(
            label, "the graph reads an operation '" + name + "' that it does not have: damaged");
      }
      node.getInputList().forEach(input -> open.push(operation(input)));
    }
    GraphDef.Builder part = GraphDef.newBuilder().setVersions(whole.getVersions());
    whole.getNodeList().stream()
        .filter(node -> needed.contains(node.getName()))
        .forEach(part::addNode);
    functions(label, whole, part.getNodeList())
        .forEach(function -> part.getLibraryBuilder().addFunction(function));
    return part.build();
  }

  /** Returns the name of the operation that an input comes from. */
  public static String operation(String input) {
    int start = input.startsWith("^") ? 1 : 0;
    int colon = input.indexOf(':');
    return input.substring(start, colon < 0 ? input.length() : colon);
  }

  /** Returns the functions that operations call, and those that these call. */
  private static List<FunctionDef> functions(String label, GraphDef whole, List<NodeDef> nodes) {
    Map<String, FunctionDef> library = library(label, whole);
    Set<String> needed = new HashSet<>();
    List<FunctionDef> found = new ArrayList<>();
    Deque<String> open = new ArrayDeque<>();
    nodes.forEach(node -> open.addAll(called(node, library.keySet())));
    while (!open.isEmpty()) {
      String name = open.pop();
      if (!needed.add(name)) {
        continue;
      }
      FunctionDef function = library.get(name);
      if (function == null) {
        throw new MalformedModelException(
            label, "the graph calls a function '" + name + "' that it does not have: damaged");
      }
      found.add(function);
      function.getNodeDefList().forEach(node -> open.addAll(called(node, library.keySet())));
    }
    // The attributes that name them come in another order each time; one model is to give one file.
    found.sort(Comparator.comparing(function -> function.getSignature().getName()));
    return found;
  }

  /** Returns the functions of a graph by name. */
  static Map<String, FunctionDef> library(String label, GraphDef graph) {
    Map<String, FunctionDef> library = new HashMap<>();
    for (FunctionDef function : graph.getLibrary().getFunctionList()) {
      if (library.put(function.getSignature().getName(), function) != null) {
        throw new MalformedModelException(
            label,
            "two functions are named '"
                + function.getSignature().getName()
                + "': the graph is damaged");
      }
    }
    return library;
  }

  /** Returns the names of the functions that an operation calls. */
  static Set<String> called(NodeDef node, Set<String> library) {
    Set<String> names = new LinkedHashSet<>();
    if (library.contains(node.getOp())) {
      names.add(node.getOp());
    }
    node.getAttrMap()
        .forEach(
            (key, value) -> {
              if (!key.startsWith("_")) {
                called(value, names);
              }
            });
    return names;
  }

  private static void called(AttrValue value, Set<String> names) {
    if (value.hasFunc() && !value.getFunc().getName().isEmpty()) {
      names.add(value.getFunc().getName());
    }
    value.getList().getFuncList().stream()
        .filter(function -> !function.getName().isEmpty())
        .forEach(function -> names.add(function.getName()));
  }
}
