package dev.tenon.internal.surgery;

import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.LayerCall;
import dev.tenon.layers.base.LayerGraph;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.layers.base.SubLayer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a changed model of a model, also where the change is inside a model inside it.
 *
 * <p>The given model stays as it is; both have their layers in common, and so their weights.
 */
public final class ModelEdit {
  private final NestedModel model;
  private final Map<LayerNode, LayerNode> replaced = new IdentityHashMap<>();

  /** Starts changes on a model. */
  public ModelEdit(NestedModel model) {
    this.model = model;
  }

  /** Returns, for each layer that took the place of another, that other. */
  public Map<LayerNode, LayerNode> replaced() {
    return Collections.unmodifiableMap(replaced);
  }

  private interface Change {
    NestedModel apply(NestedModel level, LayerNode node);
  }

  /** Returns the model with another layer behind every call of one, on its first output. */
  public NestedModel insertAfter(String path, LayerNode added) {
    return change(model, path, (level, node) -> inserted(level, node, added));
  }

  /** Returns the model with another layer in the place of one. */
  public NestedModel replace(String path, LayerNode other) {
    return change(model, path, (level, node) -> swapped(level, node, other));
  }

  /**
   * Returns the model with other names; the layers keep their weights.
   *
   * @param names the new name, without a path, of each layer or input
   */
  public NestedModel rename(Map<String, String> names) {
    NestedModel changed = model;
    // What is inside goes first: its path has the present names of what it is in.
    List<Map.Entry<String, String>> inside = new ArrayList<>(names.entrySet());
    inside.sort(
        Comparator.comparing(
            Map.Entry::getKey, Comparator.comparingLong(ModelEdit::depth).reversed()));
    for (Map.Entry<String, String> entry : inside) {
      String to = entry.getValue();
      Value input = input(changed, entry.getKey());
      changed =
          input != null
              ? renamedInput(changed, input, free(changed, to))
              : change(
                  changed,
                  entry.getKey(),
                  (level, node) -> swapped(level, node, renamed(node, free(level, to))));
    }
    return changed;
  }

  private static long depth(String path) {
    return path.chars().filter(sign -> sign == '/').count();
  }

  private static String free(NestedModel level, String name) {
    boolean taken =
        input(level, name) != null
            || level.layers().stream().anyMatch(layer -> layer.name().equals(name));
    if (taken || name.isBlank()) {
      throw new IllegalArgumentException(
          "model '" + level.graph().name() + "': the name '" + name + "' is taken or empty");
    }
    return name;
  }

  private static @Nullable Value input(NestedModel level, String name) {
    return level.graph().inputs().stream()
        .filter(value -> value.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  private NestedModel change(NestedModel whole, String path, Change change) {
    NestedModel changed = find(whole, path, change);
    if (changed == null) {
      throw LayerPaths.unknown(whole, path);
    }
    return changed;
  }

  private @Nullable NestedModel find(NestedModel level, String path, Change change) {
    for (LayerNode node : level.layers()) {
      if (node.name().equals(path)) {
        return change.apply(level, node);
      }
    }
    for (LayerNode node : level.layers()) {
      if (node.layer() instanceof NestedModel nested && path.startsWith(node.name() + "/")) {
        NestedModel inside = find(nested, path.substring(node.name().length() + 1), change);
        if (inside != null) {
          return swapped(level, node, node.like(node.name(), inside));
        }
      }
    }
    return null;
  }

  private static LayerNode renamed(LayerNode node, String name) {
    if (node.layer() instanceof NestedModel nested) {
      LayerGraph graph = nested.graph();
      LayerGraph named =
          new LayerGraph(name, graph.inputs(), graph.calls(), graph.outputs(), graph.outputNames());
      return node.like(name, new NestedModel(nested.className(), named, nested.layers()));
    }
    LayerNode other = node.like(name, node.layer());
    SubLayer<?> built = node.state().built();
    if (built != null) {
      other.state().keep(built.of(other));
    }
    return other;
  }

  private NestedModel swapped(NestedModel level, LayerNode old, LayerNode other) {
    replaced.put(other, replaced.getOrDefault(old, old));
    LayerGraph graph = level.graph();
    List<LayerCall> calls = new ArrayList<>();
    for (LayerCall call : graph.calls()) {
      calls.add(
          call.node() == old
              ? new LayerCall(
                  other.name() + call.name().substring(old.name().length()),
                  other,
                  call.args(),
                  call.kwargs(),
                  call.outputs())
              : call);
    }
    List<String> names =
        graph.outputNames().stream()
            .map(name -> name.equals(old.name()) ? other.name() : name)
            .toList();
    List<LayerNode> layers =
        level.layers().stream().map(layer -> layer == old ? other : layer).toList();
    return new NestedModel(
        level.className(),
        new LayerGraph(graph.name(), graph.inputs(), calls, graph.outputs(), names),
        layers);
  }

  private static NestedModel inserted(NestedModel level, LayerNode after, LayerNode added) {
    free(level, added.name());
    LayerGraph graph = level.graph();
    Map<Value, Value> now = new IdentityHashMap<>();
    List<LayerCall> nodes = new ArrayList<>();
    List<String> names = new ArrayList<>(graph.outputNames());
    int count = 0;
    for (LayerCall old : graph.calls()) {
      LayerCall call = rebound(old, now);
      nodes.add(call);
      if (call.node() == after) {
        Value from = call.outputs().get(0);
        Value to = Value.of(added.name(), from.type());
        String path = added.name() + (++count == 1 ? "" : "@" + count);
        nodes.add(new LayerCall(path, added, List.of(new Arg.Ref(from)), Map.of(), List.of(to)));
        now.put(from, to);
        int output = graph.outputs().indexOf(from);
        if (output >= 0 && names.get(output).equals(after.name())) {
          names.set(output, added.name());
        }
      }
    }
    List<LayerNode> layers = new ArrayList<>(level.layers());
    layers.add(layers.indexOf(after) + 1, added);
    List<Value> outputs =
        graph.outputs().stream().map(value -> now.getOrDefault(value, value)).toList();
    return new NestedModel(
        level.className(),
        new LayerGraph(graph.name(), graph.inputs(), nodes, outputs, names),
        layers);
  }

  private static NestedModel renamedInput(NestedModel level, Value input, String name) {
    LayerGraph graph = level.graph();
    Value other = Value.of(name, input.type());
    Map<Value, Value> now = new IdentityHashMap<>(Map.of(input, other));
    List<LayerCall> nodes = new ArrayList<>();
    graph.calls().forEach(call -> nodes.add(rebound(call, now)));
    LayerGraph named =
        new LayerGraph(
            graph.name(),
            graph.inputs().stream().map(value -> now.getOrDefault(value, value)).toList(),
            nodes,
            graph.outputs().stream().map(value -> now.getOrDefault(value, value)).toList(),
            graph.outputNames());
    return new NestedModel(level.className(), named, level.layers());
  }

  private static LayerCall rebound(LayerCall call, Map<Value, Value> now) {
    Map<String, Arg> kwargs = new LinkedHashMap<>();
    call.kwargs()
        .forEach((key, arg) -> kwargs.put(key, arg.map(value -> now.getOrDefault(value, value))));
    return new LayerCall(
        call.name(),
        call.node(),
        call.args().stream().map(arg -> arg.map(value -> now.getOrDefault(value, value))).toList(),
        kwargs,
        call.outputs());
  }
}
