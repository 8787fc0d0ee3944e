package dev.tenon.internal.train.custom;

import dev.tenon.internal.train.step.GradientKinds;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.optimizers.WeightGradient;
import dev.tenon.runtime.Differentiation.Gradient;
import dev.tenon.runtime.Differentiation.Gradient.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes the gradients that a step asks for. */
final class StepGradients {
  private final StepTrace trace;
  private final StepUpdates updates;

  StepGradients(StepTrace trace, StepUpdates updates) {
    this.trace = trace;
    this.updates = updates;
  }

  /** What is asked of one source: a gradient of each value that it has had. */
  private record Request(@Nullable Parameter weight, List<Value> values, @Nullable Form form) {}

  List<KerasTensor> of(Value target, List<StepTensor> sources) {
    List<Request> requests = requests(target, sources);
    List<Value> operands = new ArrayList<>(List.of(target));
    List<Form> forms = new ArrayList<>();
    for (Request request : requests) {
      Form form = request.form();
      if (form != null) {
        operands.addAll(request.values());
        request.values().forEach(value -> forms.add(form));
      }
    }
    Ops ops = updates.lowering().ops();
    List<Value> found =
        forms.isEmpty()
            ? List.of()
            : ops.applyAll(new Gradient(forms), operands.toArray(Value[]::new));
    List<KerasTensor> gradients = new ArrayList<>();
    int next = 0;
    for (Request request : requests) {
      Value first = request.values().get(0);
      if (request.form() == null) {
        gradients.add(StepTensor.independent(trace, ops.sub(first, first)));
        continue;
      }
      if (request.form() == Form.SLICES) {
        Parameter weight = Objects.requireNonNull(request.weight());
        gradients.add(
            StepTensor.gradient(
                trace, WeightGradient.of(ops, weight, found.get(next), found.get(next + 1))));
        next += 2;
        continue;
      }
      Value sum = found.get(next++);
      for (int i = 1; i < request.values().size(); i++) {
        sum = ops.add(sum, found.get(next++));
      }
      gradients.add(
          request.weight() == null
              ? StepTensor.of(trace, sum)
              : StepTensor.gradient(trace, WeightGradient.of(ops, request.weight(), sum)));
    }
    return gradients;
  }

  private List<Request> requests(Value target, List<StepTensor> sources) {
    List<Parameter> weights = new ArrayList<>();
    for (StepTensor source : sources) {
      if (source.weight() != null) {
        weights.add(source.weight());
        List<Value> unused = updates.versions(source.weight());
      }
    }
    Map<Parameter, Form> forms = Map.of();
    if (!weights.isEmpty()) {
      Graph graph = updates.lowering().builder().build(List.of(), List.of());
      forms = GradientKinds.of(graph, target, weights, updates.later(), updates::isOverwritten);
    }
    List<Request> requests = new ArrayList<>();
    for (StepTensor source : sources) {
      Parameter weight = source.weight();
      if (weight == null) {
        requests.add(new Request(null, List.of(source.value()), Form.WHOLE));
        continue;
      }
      List<Value> values = List.copyOf(updates.versions(weight));
      boolean plain = values.size() == 1 && values.get(0).parameter() != null;
      Form form = forms.get(weight);
      requests.add(new Request(weight, values, form == null || plain ? form : Form.WHOLE));
    }
    return requests;
  }
}
