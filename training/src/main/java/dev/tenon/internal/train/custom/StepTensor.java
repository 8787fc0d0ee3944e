package dev.tenon.internal.train.custom;

import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.LayerCall;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.functional.SymbolicArithmetic;
import dev.tenon.optimizers.WeightGradient;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A tensor of a step that is being described: a value of the step's graph. */
final class StepTensor extends SymbolicArithmetic {
  private final StepTrace trace;
  private final @Nullable Value value;
  private final @Nullable Parameter weight;
  private final @Nullable WeightGradient gradient;
  private final boolean independent;

  private StepTensor(
      StepTrace trace,
      @Nullable Value value,
      @Nullable Parameter weight,
      @Nullable WeightGradient gradient,
      boolean independent) {
    this.trace = trace;
    this.value = value;
    this.weight = weight;
    this.gradient = gradient;
    this.independent = independent;
  }

  static StepTensor of(StepTrace trace, Value value) {
    return new StepTensor(trace, value, null, null, false);
  }

  /** Returns a weight, which has its present content wherever it is used. */
  static StepTensor weight(StepTrace trace, Parameter weight) {
    return new StepTensor(trace, null, weight, null, false);
  }

  /** Returns the gradient of a weight. */
  static StepTensor gradient(StepTrace trace, WeightGradient gradient) {
    return new StepTensor(trace, null, null, gradient, false);
  }

  /** Returns the zeros that are the gradient of a weight on which nothing depends. */
  static StepTensor independent(StepTrace trace, Value zeros) {
    return new StepTensor(trace, zeros, null, null, true);
  }

  StepTrace trace() {
    return trace;
  }

  /** Returns the weight that this is; null for every other tensor. */
  @Nullable Parameter weight() {
    return weight;
  }

  /** Returns the gradient as the engine gives it; null for every other tensor. */
  @Nullable WeightGradient gradient() {
    return gradient;
  }

  /** Says whether this is the gradient of something that does not depend on the weight. */
  boolean isIndependent() {
    return independent;
  }

  @Override
  public Value value() {
    if (weight != null) {
      return trace.present(weight);
    }
    if (gradient != null) {
      return gradient.whole();
    }
    if (value == null) {
      throw new IllegalStateException("a tensor of a step has a value");
    }
    return value;
  }

  @Override
  public List<KerasTensor> called(
      LayerNode node, List<?> arguments, Map<String, ? extends @Nullable Object> keywords) {
    return trace.called(node, arguments, keywords);
  }

  @Override
  public @Nullable LayerCall producer() {
    return null;
  }

  @Override
  public List<KerasTensor> sources() {
    return List.of();
  }

  @Override
  public List<KerasTensor> sourceInputs() {
    return List.of(this);
  }

  @Override
  public String toString() {
    return "KerasTensor " + (weight != null ? weight.toString() : String.valueOf(value));
  }
}
