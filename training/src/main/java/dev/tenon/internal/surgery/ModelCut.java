package dev.tenon.internal.surgery;

import dev.tenon.internal.collections.UniqueNames;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.LayerCall;
import dev.tenon.layers.base.LayerGraph;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a model that ends at values inside another one. */
public final class ModelCut {
  private NestedModel level;

  private ModelCut(NestedModel level) {
    this.level = level;
  }

  /**
   * Returns the part of a model that some inner values need, with these as outputs.
   *
   * @param wanted call paths: a layer's name, {@code encoder/dense_1} for one inside a model,
   *     {@code dense@2} for the second call of one, {@code lstm:1} for its second result
   * @throws IllegalArgumentException for a path that is none, with those most like it
   */
  public static NestedModel cut(NestedModel model, List<String> wanted) {
    ModelCut cutting = new ModelCut(model);
    List<Value> outputs = new ArrayList<>();
    for (String path : wanted) {
      Value found = cutting.value(path);
      if (found == null) {
        throw LayerPaths.unknown(model, path);
      }
      outputs.add(found);
    }
    LayerGraph graph = cutting.level.graph();
    List<String> names = new ArrayList<>();
    UniqueNames taken = new UniqueNames();
    for (String path : wanted) {
      String base = path.substring(path.lastIndexOf('/') + 1).replaceAll("[@:].*", "");
      names.add(taken.unique(base));
    }
    LayerGraph whole = new LayerGraph(graph.name(), graph.inputs(), graph.calls(), outputs, names);
    return pruned(new NestedModel(cutting.level.className(), whole, cutting.level.layers()), true);
  }

  private @Nullable Value value(String path) {
    int colon = path.lastIndexOf(':');
    boolean numbered = colon > 0 && path.substring(colon + 1).matches("\\d+");
    String name = numbered ? path.substring(0, colon) : path;
    int index = numbered ? Integer.parseInt(path.substring(colon + 1)) : 0;
    for (LayerCall call : level.graph().calls()) {
      if (call.name().equals(name) && index < call.outputs().size()) {
        return call.outputs().get(index);
      }
    }
    for (LayerCall call : level.graph().calls()) {
      if (call.node().layer() instanceof NestedModel nested && path.startsWith(call.name() + "/")) {
        return inside(call, nested, path.substring(call.name().length() + 1));
      }
    }
    return null;
  }

  /** Gives a model inside one more output, and returns what that is in a call of it. */
  private @Nullable Value inside(LayerCall wanted, NestedModel nested, String path) {
    ModelCut inner = new ModelCut(nested);
    Value found = inner.value(path);
    if (found == null) {
      return null;
    }
    LayerGraph old = inner.level.graph();
    List<Value> outputs = new ArrayList<>(old.outputs());
    outputs.add(found);
    List<String> names = new ArrayList<>(old.outputNames());
    names.add(path.replace('/', '_'));
    LayerNode node =
        wanted
            .node()
            .like(
                wanted.node().name(),
                new NestedModel(
                    nested.className(),
                    new LayerGraph(old.name(), old.inputs(), old.calls(), outputs, names),
                    inner.level.layers()));
    Value result = null;
    List<LayerCall> nodes = new ArrayList<>();
    for (LayerCall call : level.graph().calls()) {
      if (call.node() == wanted.node()) {
        Value more = Value.of(call.name() + "/" + path, found.type());
        List<Value> results = new ArrayList<>(call.outputs());
        results.add(more);
        result = call.name().equals(wanted.name()) ? more : result;
        call = new LayerCall(call.name(), node, call.args(), call.kwargs(), results);
      }
      nodes.add(call);
    }
    LayerGraph graph = level.graph();
    level =
        new NestedModel(
            level.className(),
            new LayerGraph(
                graph.name(), graph.inputs(), nodes, graph.outputs(), graph.outputNames()),
            level.layers().stream().map(l -> l == wanted.node() ? node : l).toList());
    return result;
  }

  /** Takes out what the outputs do not need; inputs too, for the outermost model. */
  private static NestedModel pruned(NestedModel model, boolean outermost) {
    LayerGraph graph = model.graph();
    Set<Value> needed = Collections.newSetFromMap(new IdentityHashMap<>());
    needed.addAll(graph.outputs());
    List<LayerCall> kept = new ArrayList<>();
    for (int i = graph.calls().size() - 1; i >= 0; i--) {
      LayerCall call = graph.calls().get(i);
      if (call.outputs().stream().anyMatch(needed::contains)) {
        needed.addAll(call.reads());
        kept.add(0, call);
      }
    }
    Map<LayerNode, LayerNode> smaller = new IdentityHashMap<>();
    Map<LayerNode, Integer> counts = new IdentityHashMap<>();
    List<LayerCall> nodes = new ArrayList<>();
    for (LayerCall call : kept) {
      List<Integer> used = used(kept, call.node(), needed);
      LayerNode node = smaller.computeIfAbsent(call.node(), old -> smaller(old, used));
      int count = counts.merge(node, 1, Integer::sum);
      nodes.add(
          new LayerCall(
              node.name() + (count == 1 ? "" : "@" + count),
              node,
              call.args(),
              call.kwargs(),
              node == call.node()
                  ? call.outputs()
                  : used.stream().map(index -> call.outputs().get(index)).toList()));
    }
    List<LayerNode> layers = new ArrayList<>();
    for (LayerNode layer : model.layers()) {
      LayerNode now = smaller.get(layer);
      if (now != null) {
        layers.add(now);
      }
    }
    List<Value> inputs =
        outermost ? graph.inputs().stream().filter(needed::contains).toList() : graph.inputs();
    String className = graph.outputs().size() == 1 ? model.className() : "Functional";
    return new NestedModel(
        className,
        new LayerGraph(graph.name(), inputs, nodes, graph.outputs(), graph.outputNames()),
        layers);
  }

  /** Returns which results of a layer are used, in any of its calls. */
  private static List<Integer> used(List<LayerCall> calls, LayerNode node, Set<Value> needed) {
    Set<Integer> used = new LinkedHashSet<>();
    for (LayerCall call : calls) {
      for (int i = 0; i < call.outputs().size() && call.node() == node; i++) {
        if (needed.contains(call.outputs().get(i))) {
          used.add(i);
        }
      }
    }
    return used.stream().sorted().toList();
  }

  private static LayerNode smaller(LayerNode node, List<Integer> used) {
    if (!(node.layer() instanceof NestedModel nested)
        || used.size() == nested.graph().outputs().size()) {
      return node;
    }
    LayerGraph graph = nested.graph();
    LayerGraph fewer =
        new LayerGraph(
            graph.name(),
            graph.inputs(),
            graph.calls(),
            used.stream().map(index -> graph.outputs().get(index)).toList(),
            used.stream().map(index -> graph.outputNames().get(index)).toList());
    NestedModel part = new NestedModel(nested.className(), fewer, nested.layers());
    return node.like(node.name(), pruned(part, false));
  }
}
