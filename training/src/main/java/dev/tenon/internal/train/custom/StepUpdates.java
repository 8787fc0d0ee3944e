package dev.tenon.internal.train.custom;

import dev.tenon.internal.train.step.OptimizerGraph;
import dev.tenon.internal.train.step.OptimizerVariables;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.lower.OpenLowering;
import dev.tenon.keras.config.OptimizerVariable.Kind;
import dev.tenon.optimizers.WeightGradient;
import dev.tenon.runtime.Differentiation;
import dev.tenon.runtime.FusedUpdate;
import dev.tenon.runtime.TrainProgram;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The updates of weights in a step, and what each weight is at any time of the description.
 *
 * <p>An update is written when something reads what it changes. One whose weights nobody reads any
 * more is written last, and may be a kernel of the engine, as in {@code fit}.
 */
final class StepUpdates {
  private record Pending(OptimizerGraph optimizer, Map<Parameter, WeightGradient> gradients) {
    boolean changes(Parameter parameter) {
      return optimizer.trainable().contains(parameter) || optimizer.variables().contains(parameter);
    }
  }

  private final OpenLowering lowering;
  private final List<Pending> pending = new ArrayList<>();
  private final List<FusedUpdate> fused = new ArrayList<>();
  private final Map<Parameter, List<Value>> versions = new HashMap<>();
  private final Map<Value, Parameter> later = new IdentityHashMap<>();
  private final Set<Parameter> overwritten = Collections.newSetFromMap(new IdentityHashMap<>());

  StepUpdates(String name) {
    this.lowering = new OpenLowering(name, this::settle);
  }

  /** Returns the graph that the step is written into. */
  OpenLowering lowering() {
    return lowering;
  }

  /** Returns the present content of a parameter. */
  Value present(Parameter parameter) {
    return lowering.state(parameter);
  }

  void add(OptimizerGraph optimizer, Map<Parameter, WeightGradient> gradients) {
    optimizer.trainable().forEach(this::settle);
    settle(optimizer.iterations());
    pending.add(new Pending(optimizer, gradients));
  }

  /** Writes the update that changes a parameter, where one is waiting. */
  private void settle(Parameter parameter) {
    for (Pending update : List.copyOf(pending)) {
      if (update.changes(parameter) && pending.remove(update)) {
        write(update, false);
      }
    }
  }

  /** Writes all updates that are waiting; the kernels among them. */
  List<FusedUpdate> finish() {
    while (!pending.isEmpty()) {
      write(pending.remove(0), true);
    }
    return fused;
  }

  private void write(Pending update, boolean last) {
    OptimizerGraph optimizer = update.optimizer();
    Set<Parameter> changed = new HashSet<>(lowering.updates().keySet());
    OptimizerGraph.Update written =
        optimizer.update(
            lowering.builder(),
            update.gradients(),
            lowering::state,
            weight -> last && isUntouched(weight, optimizer.declared(), changed));
    fused.addAll(written.fused());
    for (TrainProgram.Assignment assignment : written.assignments()) {
      Parameter parameter = assignment.parameter();
      Value value = assignment.value();
      if (!last && optimizer.trainable().contains(parameter)) {
        // As in Python, no gradient goes through an assignment.
        value = lowering.ops().apply(new Differentiation.StopGradient(), value);
        versions(parameter).add(value);
        later.put(value, parameter);
      }
      lowering.update(parameter, value);
    }
  }

  private static boolean isUntouched(
      Parameter weight, OptimizerVariables variables, Set<Parameter> changed) {
    return !changed.contains(weight)
        && variables.all().stream()
            .filter(variable -> variable.weight() == weight && variable.kind() == Kind.SLOT)
            .noneMatch(variable -> changed.contains(variable.parameter()));
  }

  /** Returns the values that a weight has had in the step so far, all of which count as it. */
  List<Value> versions(Parameter weight) {
    List<Value> known =
        versions.computeIfAbsent(weight, w -> new ArrayList<>(List.of(lowering.builder().read(w))));
    Value now = lowering.updates().get(weight);
    if (now != null && !known.contains(now)) {
      // A layer has assigned it, as one does that normalises its kernel: only that counts.
      known.clear();
      known.add(now);
      later.put(now, weight);
      overwritten.add(weight);
    }
    return known;
  }

  /** Returns the values beside the first that are the content of a weight. */
  Map<Value, Parameter> later() {
    return later;
  }

  /** Says whether the first content of a weight counts no more. */
  boolean isOverwritten(Parameter weight) {
    return overwritten.contains(weight);
  }
}
