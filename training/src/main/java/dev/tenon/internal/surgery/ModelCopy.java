package dev.tenon.internal.surgery;

import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LayerCall;
import dev.tenon.layers.base.LayerGraph;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes a model of the same layers that has nothing in common with the first one. */
public final class ModelCopy {
  private final UnaryOperator<LayerNode> change;
  private final Map<LayerNode, LayerNode> copies = new IdentityHashMap<>();

  /** Starts a copy. */
  public ModelCopy() {
    this(UnaryOperator.identity());
  }

  /**
   * Starts a copy with some other layers.
   *
   * @param change returns what is copied in the place of a layer; not asked for models inside
   */
  ModelCopy(UnaryOperator<LayerNode> change) {
    this.change = change;
  }

  /** Returns the copy; its weights are still to be filled. */
  public NestedModel copy(NestedModel model) {
    LayerGraph graph = model.graph();
    List<LayerCall> nodes = new ArrayList<>();
    for (LayerCall call : graph.calls()) {
      nodes.add(
          new LayerCall(
              call.name(), copy(call.node()), call.args(), call.kwargs(), call.outputs()));
    }
    return new NestedModel(
        model.className(),
        new LayerGraph(graph.name(), graph.inputs(), nodes, graph.outputs(), graph.outputNames()),
        model.layers().stream().map(this::copy).toList());
  }

  /** Returns, for each layer of the copy, the one that it was made of. */
  public Map<LayerNode, LayerNode> origins() {
    Map<LayerNode, LayerNode> origins = new IdentityHashMap<>();
    copies.forEach((from, to) -> origins.put(to, from));
    return Collections.unmodifiableMap(origins);
  }

  private LayerNode copy(LayerNode node) {
    LayerNode known = copies.get(node);
    if (known == null) {
      LayerNode wanted = node.layer() instanceof NestedModel ? node : change.apply(node);
      known = wanted.like(node.name(), copy(wanted.layer()));
      copies.put(node, known);
    }
    return known;
  }

  private Layer<?> copy(Layer<?> layer) {
    if (layer instanceof NestedModel nested) {
      return copy(nested);
    }
    RecordComponent[] components = layer.getClass().getRecordComponents();
    if (components == null || Arrays.stream(components).noneMatch(ModelCopy::holdsLayers)) {
      return layer;
    }
    try {
      Object[] values = new Object[components.length];
      Class<?>[] types = new Class<?>[components.length];
      for (int i = 0; i < components.length; i++) {
        types[i] = components[i].getType();
        values[i] = copied(components[i].getAccessor().invoke(layer));
      }
      Constructor<?> constructor = layer.getClass().getDeclaredConstructor(types);
      return (Layer<?>) constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "layer class " + layer.className() + " cannot be copied: make the record public", e);
    }
  }

  private static boolean holdsLayers(RecordComponent component) {
    return component.getGenericType().getTypeName().contains(LayerNode.class.getName());
  }

  private @Nullable Object copied(@Nullable Object value) {
    if (value instanceof LayerNode node) {
      return copy(node);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(this::copied).toList();
    }
    return value;
  }
}
