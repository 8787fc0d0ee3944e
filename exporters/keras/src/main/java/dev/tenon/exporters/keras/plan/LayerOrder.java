package dev.tenon.exporters.keras.plan;

import dev.tenon.internal.layers.KerasOrder;
import dev.tenon.ir.graph.Value;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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

  private List<Step> sources(Step step) {
    boolean input = step.layer.node == null;
    return input ? List.of() : steps(step.layer.calls.get(step.call).arguments().reads());
  }

  private List<Step> steps(List<Value> values) {
    return values.stream().map(places::get).filter(Objects::nonNull).map(this::step).toList();
  }
}
