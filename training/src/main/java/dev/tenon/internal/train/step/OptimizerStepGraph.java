package dev.tenon.internal.train.step;

import dev.tenon.constraints.Constraints;
import dev.tenon.internal.train.replica.ReplicaSums;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.shape.Shape;
import dev.tenon.optimizers.LossScaleOptimizer;
import dev.tenon.optimizers.MultiOptimizer;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.optimizers.OptimizerOptions;
import dev.tenon.optimizers.OptimizerStep;
import dev.tenon.optimizers.WeightGradient;
import dev.tenon.runtime.Differentiation.Gradient.Form;
import dev.tenon.runtime.FusedUpdate;
import dev.tenon.runtime.Replica;
import dev.tenon.runtime.TrainProgram;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes one whole step of an optimizer, in the order in which Keras' {@code apply} does things:
 * loss scale, accumulation, clipping, weight decay, the rule, averages, constraints, the counter.
 *
 * <p>The engine reads all parameters as they were before the step; so the writer keeps the latest
 * value of each, and only the last one is assigned.
 */
final class OptimizerStepGraph implements OptimizerStep {
  /**
   * What a step is.
   *
   * @param graph the operators
   * @param inputs what each input of the graph stands for
   * @param assignments what is assigned after it
   * @param fused what kernels of the engine do
   */
  record Written(
      Graph graph,
      List<TrainProgram.StepInput> inputs,
      List<TrainProgram.Assignment> assignments,
      List<FusedUpdate> fused) {}

  private final Optimizer optimizer;
  private final OptimizerOptions options;
  private final List<Parameter> trainable;
  private final OptimizerVariables variables;
  private final Function<Parameter, @Nullable KerasObject> constraints;

  private final GraphBuilder builder;
  private final Ops ops;
  private final Map<Parameter, Value> latest = new LinkedHashMap<>();
  private final Map<String, Value> once = new HashMap<>();
  private final List<TrainProgram.StepInput> inputs;
  private final Map<Parameter, WeightGradient> gradients;
  private final Function<Parameter, Value> present;
  private final Predicate<Parameter> fusable;
  private final List<FusedUpdate> fused = new ArrayList<>();
  private final Value stepsDone;
  private final Value updatesDone;

  /**
   * Starts a step.
   *
   * @param trainable what the optimizer has variables for
   * @param builder where to write
   * @param inputs what each input of the graph stands for
   * @param gradients of those weights that have one; the others stay as they are, as in Keras
   * @param present gives the content of a weight or a variable before the step
   * @param fusable whether a kernel may update a weight and the variables beside it
   */
  OptimizerStepGraph(
      Optimizer optimizer,
      List<Parameter> trainable,
      OptimizerVariables variables,
      Function<Parameter, @Nullable KerasObject> constraints,
      GraphBuilder builder,
      List<TrainProgram.StepInput> inputs,
      Map<Parameter, WeightGradient> gradients,
      Function<Parameter, Value> present,
      Predicate<Parameter> fusable) {
    this.optimizer = optimizer;
    this.options = optimizer.options();
    this.trainable = trainable;
    this.variables = variables;
    this.constraints = constraints;
    this.builder = builder;
    this.ops = ops(builder, optimizer);
    this.inputs = inputs;
    this.gradients = gradients;
    this.present = present;
    this.fusable = fusable;
    this.stepsDone = present.apply(variables.iteration());
    Long accumulated = options.gradientAccumulationSteps();
    this.updatesDone = accumulated == null ? stepsDone : ops.div(stepsDone, whole(accumulated));
  }

  /**
   * Starts a step with a graph of its own, whose inputs are the gradients.
   *
   * @param forms which weights have a gradient; the others stay as they are, as in Keras
   * @param assigned which of these the forward graph itself assigns
   * @param replica the place among processes whose gradients are added up; null for one alone
   */
  static OptimizerStepGraph of(
      Optimizer optimizer,
      List<Parameter> trainable,
      OptimizerVariables variables,
      Function<Parameter, @Nullable KerasObject> constraints,
      Map<Parameter, Form> forms,
      Set<Parameter> assigned,
      @Nullable Replica replica) {
    GraphBuilder builder = new GraphBuilder("step");
    Ops ops = ops(builder, optimizer);
    StepInputs inputs = new StepInputs(builder, ops);
    Map<Parameter, WeightGradient> own = inputs.gradients(forms);
    Map<Parameter, WeightGradient> gradients = replica == null ? own : sum(replica, ops, own);
    Map<Parameter, Value> before = inputs.assigned(assigned);
    return new OptimizerStepGraph(
        optimizer,
        trainable,
        variables,
        constraints,
        builder,
        inputs.made(),
        gradients,
        parameter -> {
          Value value = before.get(parameter);
          return value == null ? builder.read(parameter) : value;
        },
        weight -> !before.containsKey(weight));
  }

  /** Adds gradients up over replicas, before anything is done with them. */
  private static Map<Parameter, WeightGradient> sum(
      Replica replica, Ops ops, Map<Parameter, WeightGradient> own) {
    Map<Parameter, Value> whole = new LinkedHashMap<>();
    own.forEach((weight, gradient) -> whole.put(weight, gradient.whole()));
    Map<Parameter, WeightGradient> sums = new LinkedHashMap<>();
    ReplicaSums.of(replica, ops, ReplicaSums.GRADIENTS, whole)
        .forEach((weight, sum) -> sums.put(weight, WeightGradient.of(ops, weight, sum)));
    return sums;
  }

  private static Ops ops(GraphBuilder builder, Optimizer optimizer) {
    Origin origin = new Origin(TrainProgram.OPTIMIZER, optimizer.className());
    return new Ops(() -> builder, () -> origin);
  }

  Written write() {
    if (optimizer instanceof MultiOptimizer) {
      several();
    } else {
      compute();
    }
    List<TrainProgram.Assignment> assignments = new ArrayList<>();
    latest.forEach((p, value) -> assignments.add(new TrainProgram.Assignment(p, value)));
    return new Written(builder.build(List.of(), List.of()), inputs, assignments, fused);
  }

  /** Writes the steps of several optimizers, each of which has weights of its own. */
  private void several() {
    for (OptimizerVariables.Group group : variables.groups()) {
      Map<Parameter, WeightGradient> own = new LinkedHashMap<>(gradients);
      own.keySet().retainAll(group.weights());
      if (!own.isEmpty()) {
        OptimizerStepGraph part =
            new OptimizerStepGraph(
                group.optimizer(),
                group.weights(),
                group.variables(),
                constraints,
                builder,
                inputs,
                own,
                present,
                fusable);
        part.compute();
        latest.putAll(part.latest);
        fused.addAll(part.fused);
      }
    }
    set(variables.iteration(), ops.add(stepsDone, whole(1)));
  }

  private void compute() {
    Long accumulated = options.gradientAccumulationSteps();
    if (accumulated == null) {
      update(unscaled());
    } else {
      accumulate(unscaled(), accumulated);
    }
    if (options.useEma()) {
      new WeightAverages(this, variables, updatesDone).write(options, trainable);
    }
    for (Parameter weight : gradients.keySet()) {
      KerasObject constraint = constraints.apply(weight);
      if (constraint != null) {
        assign(weight, Constraints.apply(constraint, ops, read(weight)));
      }
    }
    set(variables.iteration(), ops.add(stepsDone, whole(1)));
    if (optimizer instanceof LossScaleOptimizer scaled) {
      // Nothing of this step counts where a gradient is not finite.
      Value finite = LossScaling.allFinite(ops, gradients.values());
      latest.replaceAll((p, value) -> ops.where(finite, value, before(p)));
      new LossScaling(ops, this, variables).write(finite, scaled.dynamicGrowthSteps());
    }
  }

  private Map<Parameter, WeightGradient> unscaled() {
    Map<Parameter, WeightGradient> unscaled = new LinkedHashMap<>();
    if (optimizer instanceof LossScaleOptimizer) {
      Value scale = before(variables.dynamicScale());
      gradients.forEach(
          (w, gradient) ->
              unscaled.put(w, gradient.each(g -> ops.div(g, ops.cast(scale, g.dtype())))));
      return unscaled;
    }
    Double scale = options.lossScaleFactor();
    if (scale == null) {
      return gradients;
    }
    gradients.forEach((w, gradient) -> unscaled.put(w, gradient.each(g -> ops.div(g, scale))));
    return unscaled;
  }

  private void update(Map<Parameter, WeightGradient> given) {
    Map<Parameter, WeightGradient> clipped = GradientClipping.of(options, ops, given);
    for (Parameter weight : clipped.keySet()) {
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
    return options.excludesFromWeightDecay(optimizer.nameForDecay(weight))
        ? null
        : optimizer.weightDecay(weight);
  }

  /** Writes an update that happens every so many steps, by choosing between old and new. */
  private void accumulate(Map<Parameter, WeightGradient> given, long steps) {
    Value position = ops.apply(new Binary.Mod(0), ops.add(stepsDone, whole(1)), whole(steps));
    Value due = ops.equal(position, whole(0));
    Map<Parameter, Value> sums = new LinkedHashMap<>();
    Map<Parameter, WeightGradient> means = new LinkedHashMap<>();
    given.forEach(
        (weight, gradient) -> {
          Value sum = ops.add(gradient.whole(), present.apply(variables.accumulator(weight)));
          sums.put(weight, sum);
          means.put(weight, WeightGradient.of(ops, weight, ops.div(sum, (double) steps)));
        });
    update(means);
    latest.replaceAll((p, value) -> ops.where(due, value, before(p)));
    sums.forEach(
        (weight, sum) -> {
          Value zeros = ops.constant(Tensor.zeros(weight.dtype(), weight.shape()));
          set(variables.accumulator(weight), ops.where(due, zeros, sum));
        });
  }

  private Value whole(long number) {
    return ops.constant(Tensor.scalar(DType.INT64, number));
  }

  /** Returns the content of a weight or a variable, changes of this step included. */
  Value get(Parameter parameter) {
    Value value = latest.get(parameter);
    return value == null ? before(parameter) : value;
  }

  /** Returns the content at the start of the optimizer's step. */
  private Value before(Parameter parameter) {
    return present.apply(parameter);
  }

  /** Reports what a weight or a variable becomes. */
  void set(Parameter parameter, Value value) {
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
    return once("learningRate", () -> rate(optimizer, variables, present, ops));
  }

  /** Writes the learning rate of the next step. */
  static Value rate(
      Optimizer optimizer,
      OptimizerVariables variables,
      Function<Parameter, Value> present,
      Ops ops) {
    Parameter variable = variables.learningRate();
    return variable != null
        ? present.apply(variable)
        // Keras counts every step here, those that only accumulate gradients included.
        : optimizer
            .learningRate()
            .rate(ops, ops.cast(present.apply(variables.iteration()), DType.FLOAT32));
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
        && !(optimizer instanceof LossScaleOptimizer)
        && !options.useEma()
        && decay(weight) == null
        && fusable.test(weight)
        && constraints.apply(weight) == null;
  }

  @Override
  public void fuse(FusedUpdate update) {
    fused.add(update);
  }
}
