package dev.tenon.ir.layer;

import dev.tenon.ir.graph.LayerCall;
import dev.tenon.ir.graph.LayerNode;
import dev.tenon.ir.graph.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the layers of a functional model into the order of Keras' {@code model.layers}, by which
 * files list them and weights are found.
 *
 * <p>A layer's depth is its greatest distance from an output. The deepest come first, layers of one
 * depth in the order in which a walk from the outputs meets them.
 *
 * @see <a href="https://github.com/keras-team/keras/blob/master/keras/src/ops/function.py">Keras:
 *     map_graph</a>
 */
final class KerasOrder {
  private final Map<LayerNode, Integer> met = new IdentityHashMap<>();
  private final Map<Value, LayerCall> producers = new IdentityHashMap<>();

  /** Notes that the walk came to a layer, before it goes on to what the layer reads. */
  void meet(LayerNode layer) {
    met.putIfAbsent(layer, met.size());
  }

  /**
   * Returns the layers in Keras' order.
   *
   * @param calls all calls, each after those that it reads from
   */
  List<LayerNode> sorted(List<LayerCall> calls) {
    for (LayerCall call : calls) {
      call.outputs().forEach(output -> producers.put(output, call));
    }
    Map<LayerCall, Integer> depths = new IdentityHashMap<>();
    Map<LayerNode, Integer> layers = new IdentityHashMap<>();
    for (int i = calls.size() - 1; i >= 0; i--) {
      LayerCall call = calls.get(i);
      int depth = Math.max(depths.getOrDefault(call, 0), layers.getOrDefault(call.node(), 0));
      layers.put(call.node(), depth);
      for (Value read : call.reads()) {
        LayerCall producer = producers.get(read);
        if (producer != null) {
          depths.merge(producer, depth + 1, Math::max);
        }
      }
    }
    List<LayerNode> sorted = new ArrayList<>(layers.keySet());
    sorted.sort(
        Comparator.<LayerNode>comparingInt(layer -> -layers.getOrDefault(layer, 0))
            .thenComparingInt(layer -> met.getOrDefault(layer, Integer.MAX_VALUE)));
    return sorted;
  }
}
