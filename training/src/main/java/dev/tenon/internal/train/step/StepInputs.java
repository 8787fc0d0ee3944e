package dev.tenon.internal.train.step;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.optimizers.WeightGradient;
import dev.tenon.runtime.Differentiation.Gradient.Form;
import dev.tenon.runtime.TrainProgram;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What comes into a step from the forward graph: gradients, and weights that it has assigned. */
final class StepInputs {
  private final GraphBuilder builder;
  private final Ops ops;
  private final List<TrainProgram.StepInput> made = new ArrayList<>();

  StepInputs(GraphBuilder builder, Ops ops) {
    this.builder = builder;
    this.ops = ops;
  }

  /** Returns the gradients, by weight. */
  Map<Parameter, WeightGradient> gradients(Map<Parameter, Form> forms) {
    Map<Parameter, WeightGradient> gradients = new LinkedHashMap<>();
    forms.forEach(
        (weight, form) ->
            gradients.put(
                weight,
                form == Form.SLICES
                    ? slices(weight)
                    : WeightGradient.of(
                        ops, weight, whole(TrainProgram.StepInput.Kind.GRADIENT, weight))));
    return gradients;
  }

  /** Returns what the forward graph has made of weights, by weight. */
  Map<Parameter, Value> assigned(Set<Parameter> weights) {
    Map<Parameter, Value> assigned = new LinkedHashMap<>();
    weights.forEach(w -> assigned.put(w, whole(TrainProgram.StepInput.Kind.ASSIGNED, w)));
    return assigned;
  }

  /** Returns what each input that was made stands for. */
  List<TrainProgram.StepInput> made() {
    return made;
  }

  private Value whole(TrainProgram.StepInput.Kind kind, Parameter weight) {
    return input(kind, weight, new TensorType(weight.dtype(), Shape.of(weight.shape())));
  }

  private Value input(TrainProgram.StepInput.Kind kind, Parameter weight, TensorType type) {
    String name = kind.name().toLowerCase(Locale.ROOT) + "/" + weight.path();
    Value input = builder.input(name, type);
    made.add(new TrainProgram.StepInput(input, kind, weight));
    return input;
  }

  private WeightGradient slices(Parameter weight) {
    Dim reads = Dim.unknown();
    Shape shape = Shape.of(weight.shape()).with(0, reads);
    Value slices =
        input(TrainProgram.StepInput.Kind.SLICES, weight, new TensorType(weight.dtype(), shape));
    Value rows =
        input(
            TrainProgram.StepInput.Kind.ROWS, weight, new TensorType(DType.INT64, Shape.of(reads)));
    return WeightGradient.of(ops, weight, slices, rows);
  }
}
