package dev.tenon.internal.train.custom;

import dev.tenon.internal.train.objective.MetricSlot;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.metrics.Metric;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The variables of a step itself: of its optimizers, metrics and random numbers. */
final class StepVariables {
  private final ParameterStore store;
  private final StepOptimizers optimizers;
  private final Map<String, MetricSlot> metrics = new LinkedHashMap<>();
  private final Map<Long, Parameter> seeds = new LinkedHashMap<>();
  private final List<Function<Parameter, @Nullable KerasObject>> constraints = new ArrayList<>();

  /**
   * Begins without any.
   *
   * @param store gets what they hold at the start
   */
  StepVariables(ParameterStore store) {
    this.store = store;
    this.optimizers = new StepOptimizers(store);
  }

  StepOptimizers optimizers() {
    return optimizers;
  }

  List<MetricSlot> metrics() {
    return List.copyOf(metrics.values());
  }

  /**
   * Returns the metric that is reported under a name.
   *
   * @throws IllegalArgumentException where another one is
   */
  MetricSlot metric(String name, Metric metric) {
    MetricSlot slot = metrics.computeIfAbsent(name, n -> new MetricSlot(n, metric, store));
    if (!slot.metric().equals(metric)) {
      throw new IllegalArgumentException(
          "two metrics are named '" + name + "': " + slot.metric() + " and " + metric);
    }
    return slot;
  }

  /** Returns the state of a generator of random numbers: Keras' {@code SeedGenerator(seed)}. */
  Parameter seed(long seed) {
    return seeds.computeIfAbsent(
        seed,
        s -> {
          String name = "seed_generator_" + s;
          Parameter made =
              new Parameter(
                  name,
                  "seed_generator_state",
                  new long[] {2},
                  DType.INT64,
                  Parameter.Role.STATE,
                  null);
          store.put(made, Tensor.of(new long[] {s, 0}, 2));
          return made;
        });
  }

  void constrain(Function<Parameter, @Nullable KerasObject> more) {
    constraints.add(more);
  }

  /** Returns what a weight must obey; null for nothing. */
  @Nullable KerasObject constraint(Parameter weight) {
    for (Function<Parameter, @Nullable KerasObject> of : constraints) {
      KerasObject found = of.apply(weight);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** Returns all variables but those of metrics, in order. */
  List<Parameter> lasting() {
    List<Parameter> all = new ArrayList<>(optimizers.variables());
    all.addAll(seeds.values());
    return all;
  }
}
