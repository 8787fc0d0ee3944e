package dev.tenon.importers.onnx.proto;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.onnx.Domains;
import dev.tenon.formats.onnx.Subgraphs;
import dev.tenon.limits.LoadLimits;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks the number and depth of a model's nodes with functions expanded, before any expansion.
 *
 * <p>Thirty functions that each call the previous one twice are a file of a few kilobytes and a
 * network of a billion nodes; engines expand them without a check.
 */
public final class FunctionCheck {
  private final String where;
  private final LoadLimits limits;
  private final Map<String, FunctionProto> functions = new HashMap<>();
  private final Map<String, Long> sizes = new HashMap<>();
  private final Map<String, Integer> depths = new HashMap<>();
  private final Set<String> open = new HashSet<>();

  private FunctionCheck(String where, LoadLimits limits) {
    this.where = where;
    this.limits = limits;
  }

  /**
   * Checks a model.
   *
   * @throws MalformedModelException if a function calls itself, or its names do not fit together
   * @throws dev.tenon.error.UnsupportedModelException if the functions unfold to more nodes than a
   *     network has, or call each other too deeply
   */
  public static void check(String where, ModelProto model, LoadLimits limits) {
    FunctionCheck check = new FunctionCheck(where, limits);
    for (FunctionProto function : model.getFunctionsList()) {
      String name = Domains.key(function.getDomain(), function.getName());
      check.functions.put(name, function);
      new GraphCheck(where + ": function '" + name + "'").check(graph(function));
    }
    for (String name : check.functions.keySet()) {
      check.size(name);
    }
    limits.checkNodes(where, check.nodes(model.getGraph().getNodeList()));
    limits.checkNesting(where, check.deepest(model.getGraph().getNodeList()));
  }

  /** A function is a graph whose inputs have no types. */
  private static GraphProto graph(FunctionProto function) {
    GraphProto.Builder graph = GraphProto.newBuilder().addAllNode(function.getNodeList());
    function.getInputList().forEach(name -> graph.addInput(port(name)));
    function.getOutputList().forEach(name -> graph.addOutput(port(name)));
    return graph.build();
  }

  private static ValueInfoProto port(String name) {
    return ValueInfoProto.newBuilder().setName(name).build();
  }

  /** Returns how many nodes a call stands for. */
  private long size(String name) {
    @Nullable Long known = sizes.get(name);
    if (known != null) {
      return known;
    }
    FunctionProto function = functions.get(name);
    if (function == null) {
      return 1;
    }
    if (!open.add(name)) {
      throw new MalformedModelException(
          where, "function '" + name + "' calls itself: the file is damaged");
    }
    limits.checkNesting(where, open.size());
    long size = nodes(function.getNodeList());
    open.remove(name);
    int depth = 1 + deepest(function.getNodeList());
    limits.checkNesting(where, depth);
    depths.put(name, depth);
    sizes.put(name, size);
    return size;
  }

  /** Returns how deep the calls of nodes go, all of which have been measured. */
  private int deepest(List<NodeProto> nodes) {
    int deepest = 0;
    for (NodeProto node : nodes) {
      String called = Domains.key(node.getDomain(), node.getOpType());
      deepest = Math.max(deepest, depths.getOrDefault(called, 0));
      for (GraphProto graph : Subgraphs.of(node)) {
        deepest = Math.max(deepest, 1 + deepest(graph.getNodeList()));
      }
    }
    return deepest;
  }

  private long nodes(List<NodeProto> nodes) {
    long count = 0;
    for (NodeProto node : nodes) {
      count += size(Domains.key(node.getDomain(), node.getOpType()));
      for (GraphProto graph : Subgraphs.of(node)) {
        count += nodes(graph.getNodeList());
      }
      limits.checkNodes(where, count);
    }
    return count;
  }
}
