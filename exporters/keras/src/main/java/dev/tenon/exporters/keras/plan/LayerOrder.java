package dev.tenon.exporters.keras.plan;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Arg;
import dev.tenon.ir.layer.KerasOrder;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Walks the layers of a functional model that is being written, to put them into {@link
 * KerasOrder}: Keras forgets their order in a file, and finds weights by its own.
 */
final class LayerOrder {
  private record Step(LayerDraft layer, int call) {}

  private final Map<Value, ModelDraft.Place> places;
  private final Map<LayerDraft, Map<Integer, Step>> steps = new IdentityHashMap<>();
  private final KerasOrder<Step, LayerDraft> keras = new KerasOrder<>(Step::layer, this::sources);

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
    order.steps(outputs).forEach(order.keras::walk);
    List<LayerDraft> sorted = order.keras.sorted(inputs);
    layers.stream().filter(layer -> !sorted.contains(layer)).forEach(sorted::add);
    return sorted;
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

  private List<Step> sources(Step step) {
    return steps(reads(step));
  }

  private List<Step> steps(List<Value> values) {
    return values.stream().map(places::get).filter(Objects::nonNull).map(this::step).toList();
  }
}
