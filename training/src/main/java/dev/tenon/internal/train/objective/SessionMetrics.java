package dev.tenon.internal.train.objective;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.metrics.Metric;
import dev.tenon.runtime.TrainProgram;
import dev.tenon.runtime.Trainer;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The metrics of a session on its engine: what they say now, and how they begin anew. */
public final class SessionMetrics {
  private final Trainer trainer;
  private final List<MetricSlot> all;
  private Trainer.@Nullable Program result;
  private Trainer.@Nullable Program reset;

  public SessionMetrics(Trainer trainer, ResolvedObjectives compiled) {
    this(trainer, compiled.all());
  }

  public SessionMetrics(Trainer trainer, List<MetricSlot> all) {
    this.trainer = trainer;
    this.all = List.copyOf(all);
  }

  /** Says whether nothing but the loss is measured. */
  public boolean isLossOnly() {
    return all.size() == 1;
  }

  /** Returns the loss and the metrics so far, by name in alphabetical order. */
  public Map<String, Double> results() {
    if (result == null) {
      result = trainer.prepare(resultProgram(all));
    }
    List<Tensor> values = result.run(Map.of());
    Map<String, Double> found = new TreeMap<>();
    for (int i = 0; i < all.size(); i++) {
      found.put(all.get(i).reported(), values.get(i).getDouble(0));
    }
    return found;
  }

  private static TrainProgram resultProgram(List<MetricSlot> metrics) {
    GraphBuilder builder = new GraphBuilder("metrics");
    List<Value> results = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (MetricSlot metric : metrics) {
      Origin origin = new Origin("results/" + metric.reported(), metric.metric().className());
      Ops ops = new Ops(() -> builder, () -> origin);
      results.add(metric.metric().result(metric.write(builder, ops, value -> null, null)));
      names.add(metric.reported());
    }
    return new TrainProgram(builder.build(results, names), null, List.of());
  }

  /** Lets the metrics start again from nothing. */
  public void reset() {
    if (variables().isEmpty()) {
      return;
    }
    if (reset == null) {
      List<TrainProgram.Assignment> zeros = new ArrayList<>();
      for (MetricSlot metric : all) {
        for (Parameter variable : metric.variables()) {
          Value zero =
              Value.constant(
                  "zeros/" + variable.path(), Tensor.zeros(variable.dtype(), variable.shape()));
          zeros.add(new TrainProgram.Assignment(variable, zero));
        }
      }
      Graph nothing = new Graph("reset", List.of(), List.of(), List.of(), List.of());
      reset = trainer.prepare(new TrainProgram(nothing, null, zeros));
    }
    reset.run(Map.of());
  }

  /** Returns the metric that is reported under a name; null for none. */
  public @Nullable Metric named(String name) {
    for (MetricSlot slot : all) {
      if (slot.reported().equals(name)) {
        return slot.metric();
      }
    }
    return null;
  }

  /** Returns the variables, which the metrics make when they are first written, by name. */
  public Map<String, Parameter> variables() {
    List<Parameter> variables = new ArrayList<>();
    all.forEach(slot -> variables.addAll(slot.variables()));
    return SessionState.named(SessionState.METRICS, variables);
  }
}
