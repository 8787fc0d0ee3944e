package dev.tenon.exporters.keras;

import dev.tenon.ir.graph.Arg;
import dev.tenon.ir.graph.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts the layers of a functional model into Keras' own order, by which weights are found again.
 *
 * <p>Keras forgets the order in a file: it walks the graph from its outputs, gives every layer a
 * depth, which is its greatest distance from an output, and lists the deepest first, layers of one
 * depth in the order in which the walk met them.
 *
 * @see <a href="https://github.com/keras-team/keras/blob/master/keras/src/ops/function.py">Keras:
 *     map_graph</a>
 */
final class LayerOrder {
  private record Step(LayerDraft layer, int call) {}

  private final Map<Value, ModelDraft.Place> places;
  private final Map<LayerDraft, Map<Integer, Step>> steps = new IdentityHashMap<>();
  private final List<Step> finished = new ArrayList<>();
  private final Map<Step, Boolean> seen = new IdentityHashMap<>();
  private final Map<LayerDraft, Integer> met = new IdentityHashMap<>();

  private LayerOrder(Map<Value, ModelDraft.Place> places) {
    this.places = places;
  }

  /** Returns the members in Keras' order; those that no output needs come last. */
  static List<LayerDraft> of(
      List<LayerDraft> inputs,
      List<LayerDraft> layers,
      List<Value> outputs,
      Map<Value, ModelDraft.Place> places) {
    LayerOrder order = new LayerOrder(places);
    outputs.forEach(order::walk);
    List<LayerDraft> sorted = order.sorted(inputs);
    layers.stream().filter(layer -> !sorted.contains(layer)).forEach(sorted::add);
    return sorted;
  }

  private void walk(Value value) {
    ModelDraft.Place place = places.get(value);
    if (place == null) {
      return;
    }
    Step step = step(place);
    if (seen.put(step, true) != null) {
      return;
    }
    met.putIfAbsent(step.layer, met.size());
    reads(step).forEach(this::walk);
    finished.add(step);
  }

  private Step step(ModelDraft.Place place) {
    return steps
        .computeIfAbsent(place.layer(), k -> new LinkedHashMap<>())
        .computeIfAbsent(place.call(), call -> new Step(place.layer(), call));
  }

  /** Returns what a call reads, in the order in which Python takes tensors out of arguments. */
  private static List<Value> reads(Step step) {
    List<Value> reads = new ArrayList<>();
    if (step.layer.node != null) {
      LayerDraft.CallDraft call = step.layer.calls.get(step.call);
      call.args().forEach(arg -> reads.addAll(arg.values()));
      Map<String, Arg> sorted = new TreeMap<>(call.kwargs());
      sorted.values().forEach(arg -> reads.addAll(arg.values()));
    }
    return reads;
  }

  private List<LayerDraft> sorted(List<LayerDraft> inputs) {
    Map<Step, Integer> depths = new IdentityHashMap<>();
    Map<LayerDraft, Integer> layerDepths = new IdentityHashMap<>();
    for (int i = finished.size() - 1; i >= 0; i--) {
      Step step = finished.get(i);
      int depth = Math.max(depths.getOrDefault(step, 0), layerDepths.getOrDefault(step.layer, 0));
      layerDepths.put(step.layer, depth);
      depths.put(step, depth);
      for (Value value : reads(step)) {
        ModelDraft.Place place = places.get(value);
        if (place != null) {
          depths.merge(step(place), depth + 1, Math::max);
        }
      }
    }
    for (LayerDraft input : inputs) {
      if (layerDepths.putIfAbsent(input, 0) == null) {
        met.put(input, -1);
      }
    }
    List<LayerDraft> sorted = new ArrayList<>(inputs);
    met.keySet().stream().filter(layer -> !inputs.contains(layer)).forEach(sorted::add);
    sorted.sort(
        Comparator.<LayerDraft>comparingInt(layer -> -layerDepths.getOrDefault(layer, 0))
            .thenComparingInt(layer -> met.getOrDefault(layer, Integer.MAX_VALUE)));
    return sorted;
  }
}
