package dev.tenon.importers.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks a model's own functions before anything puts them in the place of their calls.
 *
 * <p>Thirty functions of which each calls the one before twice are a file of a few kilobytes, and a
 * network of a thousand million nodes; the engines unfold them without asking.
 */
final class FunctionCheck {
  private static final long MOST_NODES = ImportContext.MOST_NODES;

  private final String where;
  private final Map<String, FunctionProto> functions = new HashMap<>();
  private final Map<String, Long> sizes = new HashMap<>();
  private final Map<String, Integer> depths = new HashMap<>();
  private final Set<String> open = new HashSet<>();

  private FunctionCheck(String where) {
    this.where = where;
  }

  /**
   * Checks a model.
   *
   * @throws MalformedModelException where a function calls itself, or its names do not fit together
   * @throws UnsupportedModelException where the functions unfold to more nodes than a network has,
   *     or call each other too deeply
   */
  static void check(String where, ModelProto model) {
    if (model.getFunctionsCount() == 0) {
      return;
    }
    FunctionCheck check = new FunctionCheck(where);
    for (FunctionProto function : model.getFunctionsList()) {
      String name = ImportContext.key(function.getDomain(), function.getName());
      check.functions.put(name, function);
      new GraphCheck(where + ": function '" + name + "'").check(graph(function));
    }
    for (String name : check.functions.keySet()) {
      check.size(name);
    }
    check.refuseLarge(check.nodes(model.getGraph().getNodeList()));
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
    refuseDeep(open.size());
    long size = nodes(function.getNodeList());
    open.remove(name);
    int depth = 1 + deepest(function.getNodeList());
    refuseDeep(depth);
    depths.put(name, depth);
    sizes.put(name, size);
    return size;
  }

  /** Returns how deep the calls of nodes go, all of which have been measured. */
  private int deepest(List<NodeProto> nodes) {
    int deepest = 0;
    for (NodeProto node : nodes) {
      String called = ImportContext.key(node.getDomain(), node.getOpType());
      deepest = Math.max(deepest, depths.getOrDefault(called, 0));
      for (AttributeProto attribute : node.getAttributeList()) {
        deepest = Math.max(deepest, deepest(attribute.getG().getNodeList()));
      }
    }
    return deepest;
  }

  private void refuseDeep(int depth) {
    if (depth > GraphReader.Place.DEEPEST) {
      throw new UnsupportedModelException(
          where, "nests graphs and functions deeper than " + GraphReader.Place.DEEPEST);
    }
  }

  private long nodes(List<NodeProto> nodes) {
    long count = 0;
    for (NodeProto node : nodes) {
      count += size(ImportContext.key(node.getDomain(), node.getOpType()));
      for (AttributeProto attribute : node.getAttributeList()) {
        count += nodes(attribute.getG().getNodeList());
        for (GraphProto graph : attribute.getGraphsList()) {
          count += nodes(graph.getNodeList());
        }
      }
      refuseLarge(count);
    }
    return count;
  }

  private void refuseLarge(long count) {
    if (count > MOST_NODES) {
      throw new UnsupportedModelException(where, "unfolds to more than " + MOST_NODES + " nodes");
    }
  }
}
