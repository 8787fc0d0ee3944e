package dev.tenon.internal.train.step;

import dev.tenon.internal.text.PlainText;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.optimizers.ConstantRate;
import dev.tenon.optimizers.LossScaleOptimizer;
import dev.tenon.optimizers.MultiOptimizer;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.optimizers.WeightGradient;
import dev.tenon.runtime.Differentiation.Gradient.Form;
import dev.tenon.runtime.FusedUpdate;
import dev.tenon.runtime.Replica;
import dev.tenon.runtime.TrainProgram;
import dev.tenon.runtime.Trainer;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An optimizer for given weights: its variables, and the graph of a step. */
public final class OptimizerGraph {
  private static final System.Logger LOG = System.getLogger(OptimizerGraph.class.getName());

  private final Optimizer optimizer;
  private final List<Parameter> trainable;
  private final OptimizerVariables variables;
  private final Function<Parameter, @Nullable KerasObject> constraints;
  private final Set<Parameter> left = Collections.newSetFromMap(new IdentityHashMap<>());
  private final @Nullable Replica replica;
  private @Nullable Trainer rateOwner;
  private Trainer.@Nullable Program rateProgram;

  private OptimizerGraph(
      Optimizer optimizer,
      List<Parameter> trainable,
      OptimizerVariables variables,
      Function<Parameter, @Nullable KerasObject> constraints,
      @Nullable Replica replica) {
    this.replica = replica;
    this.optimizer = optimizer;
    this.trainable = trainable;
    this.variables = variables;
    this.constraints = constraints;
  }

  /**
   * Writes an optimizer.
   *
   * @param optimizer the rule
   * @param trainable what is learned, in Keras' order
   * @param constraints what each weight must obey; null for nothing
   * @param parameters gets what the optimizer's variables hold at the start
   * @throws dev.tenon.error.UnsupportedModelException where a constraint is not supported
   */
  public static OptimizerGraph of(
      Optimizer optimizer,
      List<Parameter> trainable,
      Function<Parameter, @Nullable KerasObject> constraints,
      ParameterStore parameters) {
    return of(optimizer, trainable, constraints, parameters, null);
  }

  /**
   * Writes an optimizer; see {@link #of(Optimizer, List, Function, ParameterStore)}.
   *
   * @param replica the place among processes that train together; null for one that trains alone
   */
  public static OptimizerGraph of(
      Optimizer optimizer,
      List<Parameter> trainable,
      Function<Parameter, @Nullable KerasObject> constraints,
      ParameterStore parameters,
      @Nullable Replica replica) {
    List<Parameter> weights = List.copyOf(trainable);
    OptimizerVariables variables = OptimizerVariables.of(optimizer, weights);
    variables.initialize(parameters);
    OptimizerGraph graph = new OptimizerGraph(optimizer, weights, variables, constraints, replica);
    // A constraint that is not supported is refused here, not in the first step.
    Map<Parameter, Form> all = new LinkedHashMap<>();
    weights.forEach(weight -> all.put(weight, Form.WHOLE));
    OptimizerStepGraph.Written unused = graph.step(all, Set.of());
    return graph;
  }

  private OptimizerStepGraph.Written step(Map<Parameter, Form> forms, Set<Parameter> assigned) {
    return OptimizerStepGraph.of(
            optimizer, trainable, variables, constraints, forms, assigned, replica)
        .write();
  }

  /**
   * What an update changes.
   *
   * @param assignments what weights and variables become
   * @param fused what kernels of the engine do
   */
  public record Update(List<TrainProgram.Assignment> assignments, List<FusedUpdate> fused) {}

  /**
   * Writes an update into a graph that has the gradients.
   *
   * @param builder where to write
   * @param gradients by weight; weights without one stay as they are
   * @param present gives the content of a weight or a variable before the update
   * @param fusable whether a kernel may update a weight and the variables beside it
   */
  public Update update(
      GraphBuilder builder,
      Map<Parameter, WeightGradient> gradients,
      Function<Parameter, Value> present,
      Predicate<Parameter> fusable) {
    report(gradients.keySet());
    OptimizerStepGraph.Written written =
        new OptimizerStepGraph(
                optimizer,
                trainable,
                variables,
                constraints,
                builder,
                List.of(),
                gradients,
                present,
                fusable)
            .write();
    return new Update(written.assignments(), written.fused());
  }

  /** Returns the rule. */
  public Optimizer optimizer() {
    return optimizer;
  }

  /** Returns the weights that the optimizer has variables for, in Keras' order. */
  public List<Parameter> trainable() {
    return trainable;
  }

  /** Returns the optimizer's variables in Keras' order. */
  public List<Parameter> variables() {
    return variables.all().stream().map(OptimizerVariables.Variable::parameter).toList();
  }

  /** Returns the optimizer's variables in Keras' order, with what each of them is. */
  public OptimizerVariables declared() {
    return variables;
  }

  /** Returns the number of steps done, an int64 scalar. */
  public Parameter iterations() {
    return variables.iteration();
  }

  /**
   * Returns the program of a training step.
   *
   * @param forward the graph that computes the loss
   * @param loss a scalar of it; a loss scale is applied here and taken out of the gradients again
   * @param states what else the step assigns
   * @throws IllegalArgumentException where the loss depends on none of the weights
   */
  public TrainProgram program(Graph forward, Value loss, List<TrainProgram.Assignment> states) {
    Graph graph = GradientStops.apply(forward);
    Value scaled = loss;
    Double factor = optimizer.options().lossScaleFactor();
    boolean dynamic = optimizer instanceof LossScaleOptimizer;
    if (factor != null || dynamic) {
      GraphBuilder builder = GraphBuilder.extending(graph);
      Ops ops =
          new Ops(() -> builder, () -> new Origin(TrainProgram.OPTIMIZER, optimizer.className()));
      scaled =
          factor == null
              ? ops.mul(loss, ops.cast(builder.read(variables.dynamicScale()), loss.dtype()))
              : ops.mul(loss, factor);
      graph = builder.build(forward.outputs(), forward.outputNames());
    }
    Map<Parameter, Form> forms = GradientKinds.of(graph, scaled, trainable, states);
    if (replica != null) {
      // Every replica has other rows.
      forms.replaceAll((weight, form) -> Form.WHOLE);
    }
    report(forms.keySet());
    Set<Parameter> assigned = Collections.newSetFromMap(new IdentityHashMap<>());
    states.forEach(state -> assigned.add(state.parameter()));
    assigned.retainAll(forms.keySet());
    OptimizerStepGraph.Written step = step(forms, assigned);
    return new TrainProgram(
        graph,
        new TrainProgram.Optimization(
            scaled,
            List.copyOf(forms.keySet()),
            step.graph(),
            step.inputs(),
            step.assignments(),
            step.fused()),
        states);
  }

  /** Says, once of each, which weights have no gradient and stay as they are. */
  private void report(Set<Parameter> learned) {
    if (learned.isEmpty()) {
      throw new IllegalArgumentException(
          "the loss depends on none of the "
              + trainable.size()
              + " trainable weights: give compile(…) a loss for an output that they lead to");
    }
    List<String> paths = new ArrayList<>();
    for (Parameter weight : trainable) {
      if (!learned.contains(weight) && left.add(weight)) {
        paths.add(weight.path());
      }
    }
    if (!paths.isEmpty()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the loss does not depend on the weights {0}: they stay as they are. Did you forget a"
              + " loss for an output?",
          paths.stream().map(PlainText::of).toList());
    }
  }

  /** Returns the learning rate, a float32 scalar; null where a schedule says it. */
  public @Nullable Parameter rate() {
    return variables.learningRate();
  }

  /** Returns the learning rate of the next step. */
  public double learningRate(Trainer trainer) {
    Parameter variable = variables.learningRate();
    if (variable != null) {
      return trainer.read(variable).getDouble(0);
    }
    Trainer.Program program = rateProgram;
    if (program == null || rateOwner != trainer) {
      program = trainer.prepare(rateProgram());
      rateProgram = program;
      rateOwner = trainer;
    }
    return program.run(Map.of()).get(0).getDouble(0);
  }

  /**
   * Sets the learning rate of the steps from now on.
   *
   * @param advice what to do where the rate follows a schedule
   * @throws IllegalStateException where it does
   */
  public void setLearningRate(Trainer trainer, double rate, String advice) {
    if (optimizer instanceof MultiOptimizer) {
      throw new IllegalStateException(
          "a MultiOptimizer has no learning rate of its own to set; its optimizers may follow"
              + " schedules");
    }
    Parameter variable = rate();
    if (variable == null) {
      throw new IllegalStateException(
          "the optimizer's learning rate follows "
              + optimizer.learningRate().className()
              + " and cannot be set; "
              + advice);
    }
    double checked = new ConstantRate(rate).value();
    trainer.assign(Map.of(variable, Tensor.scalar(DType.FLOAT32, checked)));
  }

  private TrainProgram rateProgram() {
    GraphBuilder builder = new GraphBuilder("learning_rate");
    Origin origin = new Origin(TrainProgram.OPTIMIZER, optimizer.learningRate().className());
    Ops ops = new Ops(() -> builder, () -> origin);
    Value rate = OptimizerStepGraph.rate(optimizer, variables, builder::read, ops);
    return new TrainProgram(builder.build(List.of(rate), List.of("rate")), null, List.of());
  }

  /** Puts the averages into the weights where there are any, as Keras does at the end of a fit. */
  public void finish(Trainer trainer) {
    List<Parameter> weights = List.copyOf(variables.averages().keySet());
    List<Tensor> values = trainer.read(List.copyOf(variables.averages().values()));
    Map<Parameter, Tensor> averages = new IdentityHashMap<>();
    for (int i = 0; i < weights.size(); i++) {
      averages.put(weights.get(i), values.get(i));
    }
    if (!averages.isEmpty()) {
      trainer.assign(averages);
    }
  }

  /**
   * Exchanges the weights and their averages.
   *
   * @throws IllegalStateException where the optimizer keeps no averages
   */
  public void swapAverages(Trainer trainer) {
    List<Parameter> all = new ArrayList<>(variables.averages().keySet());
    all.addAll(variables.averages().values());
    List<Tensor> values = trainer.read(all);
    Map<Parameter, Tensor> exchanged = new IdentityHashMap<>();
    for (int i = 0; i < all.size(); i++) {
      exchanged.put(all.get(i), values.get((i + all.size() / 2) % all.size()));
    }
    if (exchanged.isEmpty()) {
      throw new IllegalStateException(
          "the optimizer keeps no moving averages of the weights: give it useEma = true");
    }
    trainer.assign(exchanged);
  }
}
