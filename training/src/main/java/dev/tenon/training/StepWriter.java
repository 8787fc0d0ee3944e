package dev.tenon.training;

import dev.tenon.constraints.Constraints;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Ops;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.optimizers.OptimizerOptions;
import dev.tenon.optimizers.OptimizerStep;
import dev.tenon.runtime.FusedUpdate;
import dev.tenon.runtime.TrainProgram;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes one whole step of an optimizer, in the order in which Keras' {@code apply} does things:
 * loss scale, accumulation, clipping, weight decay, the rule, averages, constraints, the counter.
 *
 * <p>The engine reads all parameters as they were before the step; so the writer keeps the latest
 * value of each, and only the last one is assigned.
 */
final class StepWriter implements OptimizerStep {
  /**
   * What a step is.
   *
   * @param graph its inputs are gradients
   * @param assignments what is assigned after it
   * @param fused what kernels of the engine do
   */
  record Written(Graph graph, List<TrainProgram.Assignment> assignments, List<FusedUpdate> fused) {}

  private final Optimizer optimizer;
  private final OptimizerOptions options;
  private final List<Parameter> trainable;
  private final OptimizerVariables variables;
  private final Function<Parameter, @Nullable KerasObject> constraints;

  private final GraphBuilder builder;
  private final Ops ops;
  private final Map<Parameter, Value> latest = new LinkedHashMap<>();
  private final Map<String, Value> once = new HashMap<>();
  private final List<FusedUpdate> fused = new ArrayList<>();
  private final Value stepsDone;
  private final Value updatesDone;

  StepWriter(
      Optimizer optimizer,
      List<Parameter> trainable,
      OptimizerVariables variables,
      Function<Parameter, @Nullable KerasObject> constraints) {
    this.optimizer = optimizer;
    this.options = optimizer.options();
    this.trainable = trainable;
    this.variables = variables;
    this.constraints = constraints;
    this.builder = new GraphBuilder("step");
    Origin origin = new Origin("optimizer", optimizer.className());
    this.ops = new Ops(() -> builder, () -> origin);
    this.stepsDone = builder.read(variables.iteration());
    Long accumulated = options.gradientAccumulationSteps();
    this.updatesDone = accumulated == null ? stepsDone : ops.div(stepsDone, whole(accumulated));
  }

  Written write() {
    Map<Parameter, Value> gradients = gradients();
    Long accumulated = options.gradientAccumulationSteps();
    if (accumulated == null) {
      update(gradients);
    } else {
      accumulate(gradients, accumulated);
    }
    if (options.useEma()) {
      average();
    }
    for (Parameter weight : trainable) {
      KerasObject constraint = constraints.apply(weight);
      if (constraint != null) {
        assign(weight, Constraints.apply(constraint, ops, read(weight)));
      }
    }
    set(variables.iteration(), ops.add(stepsDone, whole(1)));
    List<TrainProgram.Assignment> assignments = new ArrayList<>();
    latest.forEach((p, value) -> assignments.add(new TrainProgram.Assignment(p, value)));
    return new Written(builder.build(List.of(), List.of()), assignments, fused);
  }

  private Map<Parameter, Value> gradients() {
    Map<Parameter, Value> gradients = new LinkedHashMap<>();
    Double scale = options.lossScaleFactor();
    for (Parameter weight : trainable) {
      TensorType type = new TensorType(weight.dtype(), Shape.of(weight.shape()));
      Value gradient = builder.input(TrainProgram.Optimization.GRADIENT + weight.path(), type);
      gradients.put(weight, scale == null ? gradient : ops.div(gradient, scale));
    }
    return gradients;
  }

  private void update(Map<Parameter, Value> gradients) {
    Map<Parameter, Value> clipped = Clipping.of(options, ops, gradients);
    for (Parameter weight : trainable) {
      Double decay = decay(weight);
      if (decay != null) {
        Value old = read(weight);
        Value rate = ops.cast(learningRate(), weight.dtype());
        assign(weight, ops.sub(old, ops.mul(ops.mul(old, decay), rate)));
      }
    }
    optimizer.begin(this);
    clipped.forEach((weight, gradient) -> optimizer.update(this, weight, gradient));
  }

  private @Nullable Double decay(Parameter weight) {
    return options.excludesFromWeightDecay(weight.path()) ? null : optimizer.weightDecay(weight);
  }

  /** Writes an update that happens every so many steps, by choosing between old and new. */
  private void accumulate(Map<Parameter, Value> gradients, long steps) {
    Value position = ops.apply(new Binary.Mod(0), ops.add(stepsDone, whole(1)), whole(steps));
    Value due = ops.equal(position, whole(0));
    Map<Parameter, Value> sums = new LinkedHashMap<>();
    Map<Parameter, Value> means = new LinkedHashMap<>();
    gradients.forEach(
        (weight, gradient) -> {
          Value sum = ops.add(gradient, builder.read(variables.accumulator(weight)));
          sums.put(weight, sum);
          means.put(weight, ops.div(sum, (double) steps));
        });
    update(means);
    latest.replaceAll((p, value) -> ops.where(due, value, builder.read(p)));
    sums.forEach(
        (weight, sum) -> {
          Value zeros = ops.constant(Tensor.zeros(weight.dtype(), weight.shape()));
          set(variables.accumulator(weight), ops.where(due, zeros, sum));
        });
  }

  private void average() {
    Long frequency = options.emaOverwriteFrequency();
    for (Parameter weight : trainable) {
      DType dtype = weight.dtype();
      Value share =
          once(
              "ema/" + dtype,
              () -> {
                Value later = ops.not(ops.equal(updatesDone, whole(0)));
                return ops.mul(ops.cast(later, dtype), options.emaMomentum());
              });
      Value now = read(weight);
      Value old = builder.read(variables.average(weight));
      Value average = ops.add(ops.mul(share, old), ops.mul(ops.sub(1, share), now));
      set(variables.average(weight), average);
      if (frequency != null) {
        assign(weight, ops.where(overwrites(frequency), average, now));
      }
    }
  }

  private Value overwrites(long frequency) {
    return once(
        "overwrites",
        () -> {
          Value next = ops.add(updatesDone, whole(1));
          return ops.equal(ops.apply(new Binary.Mod(0), next, whole(frequency)), whole(0));
        });
  }

  private Value whole(long number) {
    return ops.constant(Tensor.scalar(DType.INT64, number));
  }

  private Value get(Parameter parameter) {
    Value value = latest.get(parameter);
    return value == null ? builder.read(parameter) : value;
  }

  private void set(Parameter parameter, Value value) {
    DType dtype = parameter.dtype();
    Shape shape = Shape.of(parameter.shape());
    if (value.dtype() != dtype || !value.shape().equals(shape)) {
      throw new IllegalArgumentException(
          optimizer.className()
              + " gives "
              + parameter
              + " a value of another type: "
              + value.type());
    }
    latest.put(parameter, value);
  }

  @Override
  public Ops ops() {
    return ops;
  }

  @Override
  public Value learningRate() {
    return once("learningRate", () -> rate(optimizer, variables, builder, ops));
  }

  /** Writes the learning rate of the next step. */
  static Value rate(
      Optimizer optimizer, OptimizerVariables variables, GraphBuilder builder, Ops ops) {
    Parameter variable = variables.learningRate();
    return variable != null
        ? builder.read(variable)
        // Keras counts every step here, those that only accumulate gradients included.
        : optimizer
            .learningRate()
            .rate(ops, ops.cast(builder.read(variables.iteration()), DType.FLOAT32));
  }

  @Override
  public Value number() {
    return once("number", () -> ops.cast(ops.add(updatesDone, whole(1)), DType.FLOAT32));
  }

  @Override
  public Value once(String name, Supplier<Value> value) {
    Value known = once.get(name);
    if (known == null) {
      // Not computeIfAbsent: the supplier may ask for other names.
      known = value.get();
      once.put(name, known);
    }
    return known;
  }

  @Override
  public Value read(Parameter weight) {
    return get(weight);
  }

  @Override
  public void assign(Parameter weight, Value value) {
    set(weight, value);
  }

  @Override
  public Parameter slot(Parameter weight, String name) {
    return variables.slot(weight, name);
  }

  @Override
  public Value readSlot(Parameter weight, String name) {
    return get(variables.slot(weight, name));
  }

  @Override
  public void assignSlot(Parameter weight, String name, Value value) {
    set(variables.slot(weight, name), value);
  }

  @Override
  public Value readShared(String name) {
    return get(variables.shared(name));
  }

  @Override
  public void assignShared(String name, Value value) {
    set(variables.shared(name), value);
  }

  @Override
  public boolean mayFuse(Parameter weight) {
    return options.gradientAccumulationSteps() == null
        && !options.useEma()
        && decay(weight) == null
        && constraints.apply(weight) == null;
  }

  @Override
  public void fuse(FusedUpdate update) {
    fused.add(update);
  }
}
