package dev.tenon.internal.surgery;

import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LayerCall;
import dev.tenon.layers.base.LayerGraph;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.layers.base.SubLayer;
import dev.tenon.layers.pooling.GlobalPooling;
import dev.tenon.layers.reshaping.Flatten;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Knows where the top of a model begins, and puts another there. */
public final class Head {
  private Head() {}

  /**
   * Returns the call path of the layer that feeds the top.
   *
   * <p>The top begins with the last layer that flattens, where layers with weights come before it;
   * else with the last layer that has weights.
   *
   * @throws IllegalArgumentException where the model has several outputs, or nothing below the top
   */
  public static String below(NestedModel model) {
    if (model.graph().outputs().size() != 1) {
      throw new IllegalArgumentException(
          "model '"
              + model.graph().name()
              + "' has "
              + model.graph().outputs().size()
              + " outputs: say with cut(…) where it is to end");
    }
    LayerCall weighted = null;
    for (LayerCall call = producer(model, model.graph().outputs().get(0));
        call != null;
        call = before(model, call)) {
      LayerCall feeding = before(model, call);
      if (isFlattening(call.node().layer()) && feeding != null && anyWeights(model, feeding)) {
        return feeding.name();
      }
      weighted = weighted == null && hasWeights(call.node()) ? call : weighted;
    }
    LayerCall feeding = weighted == null ? null : before(model, weighted);
    if (feeding == null) {
      throw new IllegalArgumentException(
          "model '" + model.graph().name() + "' has no layers below its top");
    }
    return feeding.name();
  }

  private static boolean hasWeights(LayerNode node) {
    SubLayer<?> built = node.state().built();
    return node.layer() instanceof NestedModel nested
        ? nested.layers().stream().anyMatch(Head::hasWeights)
        : built != null && !built.scope().all().isEmpty();
  }

  private static boolean anyWeights(NestedModel model, LayerCall last) {
    for (LayerCall call : model.graph().calls()) {
      if (hasWeights(call.node())) {
        return true;
      }
      if (call.name().equals(last.name())) {
        return false;
      }
    }
    return false;
  }

  private static @Nullable LayerCall before(NestedModel model, LayerCall call) {
    List<Value> reads = call.reads();
    return reads.size() == 1 ? producer(model, reads.get(0)) : null;
  }

  private static @Nullable LayerCall producer(NestedModel model, Value value) {
    for (LayerCall call : model.graph().calls()) {
      if (call.outputs().contains(value)) {
        return call;
      }
    }
    return null;
  }

  /** Returns the model with layers behind its only output. */
  public static NestedModel append(NestedModel model, List<LayerNode> head) {
    LayerGraph graph = model.graph();
    if (graph.outputs().size() != 1) {
      throw new IllegalArgumentException(
          "model '" + graph.name() + "' has several outputs: cut it to one first");
    }
    List<LayerCall> nodes = new ArrayList<>(graph.calls());
    List<LayerNode> layers = new ArrayList<>(model.layers());
    Value at = graph.outputs().get(0);
    for (LayerNode layer : head) {
      if (layers.stream().anyMatch(other -> other.name().equals(layer.name()))) {
        throw new IllegalArgumentException(
            "model '" + graph.name() + "' has a layer '" + layer.name() + "': name the new one");
      }
      Value next = Value.of(layer.name(), at.type());
      nodes.add(
          new LayerCall(layer.name(), layer, List.of(new Arg.Ref(at)), Map.of(), List.of(next)));
      layers.add(layer);
      at = next;
    }
    List<String> names =
        head.isEmpty() ? graph.outputNames() : List.of(head.get(head.size() - 1).name());
    return new NestedModel(
        model.className(),
        new LayerGraph(graph.name(), graph.inputs(), nodes, List.of(at), names),
        layers);
  }

  private static boolean isFlattening(Layer<?> layer) {
    return layer instanceof Flatten || layer instanceof GlobalPooling;
  }
}
