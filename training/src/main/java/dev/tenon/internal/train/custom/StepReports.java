package dev.tenon.internal.train.custom;

import dev.tenon.internal.train.objective.MetricSlot;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.lower.OpenLowering;
import dev.tenon.metrics.Mean;
import dev.tenon.metrics.Metric;
import dev.tenon.runtime.TrainProgram;
import dev.tenon.training.BatchLogs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a step reports: metrics over many steps, and the results of a single run. */
final class StepReports {
  private final OpenLowering lowering;
  private final StepVariables variables;
  private final Function<Value, @Nullable OperatorNode> producer;
  private final List<TrainProgram.Assignment> assignments = new ArrayList<>();
  private final Map<String, Value> reported = new LinkedHashMap<>();
  private final Map<String, Value> results = new LinkedHashMap<>();
  private final Set<MetricSlot> slots = new LinkedHashSet<>();

  /**
   * Begins without any.
   *
   * @param lowering the graph of the step
   * @param variables has the variables of the metrics
   * @param producer gives the operator that gives a value; null for an input
   */
  StepReports(
      OpenLowering lowering,
      StepVariables variables,
      Function<Value, @Nullable OperatorNode> producer) {
    this.lowering = lowering;
    this.variables = variables;
    this.producer = producer;
  }

  /** Reports the mean of a value of float32. */
  void metric(String name, Value measure) {
    measure(variables.metric(name, Mean.DEFAULTS.name(name)), measure, measure);
    long[] axes = new long[measure.rank()];
    Arrays.setAll(axes, i -> i);
    reported.put(
        name, axes.length == 0 ? measure : lowering.ops().reduceMean(measure, false, axes));
  }

  /** Reports a metric under its own name. */
  void metric(Metric metric, Value target, Value prediction) {
    measure(variables.metric(metric.name(), metric), target, prediction);
  }

  private void measure(MetricSlot slot, Value target, Value prediction) {
    if (!slots.add(slot)) {
      throw new IllegalArgumentException(
          "the metric '" + slot.reported() + "' is reported twice in one step");
    }
    assignments.addAll(
        lowering.within(
            new Origin("metrics/" + slot.reported(), slot.metric().className()),
            () -> {
              Value mask = lowering.mask(prediction);
              MetricSlot.Writing writing =
                  slot.write(lowering.builder(), lowering.ops(), producer, mask);
              slot.metric().update(writing, target, prediction, null);
              return writing.assignments();
            }));
  }

  /** Lets a run return a value under a name. */
  void result(String name, Value value) {
    results.put(name, value);
  }

  /** Returns what the variables of the metrics become. */
  List<TrainProgram.Assignment> assignments() {
    return assignments;
  }

  /** Returns what a run returns: the loss first, or else the first metric. */
  Map<String, Value> outputs() {
    Map<String, Value> all = new LinkedHashMap<>();
    Value loss = reported.get(BatchLogs.LOSS);
    if (loss != null) {
      all.put(BatchLogs.LOSS, loss);
    }
    reported.forEach(all::putIfAbsent);
    all.putAll(results);
    return all;
  }
}
