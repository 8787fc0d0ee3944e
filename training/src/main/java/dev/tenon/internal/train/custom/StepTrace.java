package dev.tenon.internal.train.custom;

import dev.tenon.internal.train.objective.WeightPenalties;
import dev.tenon.internal.train.state.TrainableWeights;
import dev.tenon.internal.train.step.GradientStops;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.lower.OpenLowering;
import dev.tenon.ir.op.StatelessRandom;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.LayerLike;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.layers.base.Scope;
import dev.tenon.layers.base.SubLayer;
import dev.tenon.layers.functional.Functional;
import dev.tenon.layers.ops.KerasOp;
import dev.tenon.losses.Loss;
import dev.tenon.losses.LossReduction;
import dev.tenon.metrics.Metric;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.optimizers.WeightGradient;
import dev.tenon.runtime.Differentiation;
import dev.tenon.runtime.FusedUpdate;
import dev.tenon.runtime.TrainProgram;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.StepContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One description of a step: writes what a user's function asks for into a graph. */
final class StepTrace implements StepContext {
  private final StepVariables variables;
  private final StepOptimizers.Naming optimizers;
  private final StepUpdates updates = new StepUpdates("step");
  private final StepGradients gradients = new StepGradients(this, updates);
  private final OpenLowering lowering = updates.lowering();
  private final Ops ops = lowering.ops();
  private final BatchTensors inputs;
  private final Set<ParameterStore> stores = new LinkedHashSet<>();
  private final StepReports reports;
  private int lossesTaken;

  /**
   * Begins.
   *
   * @param types what a batch looks like
   * @param variables the variables of the step itself
   */
  StepTrace(BatchTypes types, StepVariables variables) {
    this.variables = variables;
    this.optimizers = variables.optimizers().naming();
    this.inputs = BatchTensors.of(types, lowering.builder(), this);
    this.reports = new StepReports(lowering, variables, this::producer);
  }

  /**
   * What was described.
   *
   * @param program one run of the step
   * @param outputs the names of what a run returns: the loss first, or the first metric
   * @param stores the content of the models' parameters
   * @param parameters the models' parameters
   */
  record Written(
      TrainProgram program,
      List<String> outputs,
      Set<ParameterStore> stores,
      List<Parameter> parameters) {}

  /** Ends the description. */
  Written write() {
    List<FusedUpdate> fused = updates.finish();
    List<TrainProgram.Assignment> states = new ArrayList<>();
    Set<Parameter> kernels = new LinkedHashSet<>();
    fused.forEach(update -> kernels.add(update.parameter()));
    lowering
        .updates()
        .forEach((state, value) -> states.add(new TrainProgram.Assignment(state, value)));
    states.addAll(reports.assignments());
    states.removeIf(state -> kernels.contains(state.parameter()));
    Map<String, Value> outputs = reports.outputs();
    if (states.isEmpty() && outputs.isEmpty()) {
      throw new IllegalStateException(
          "the step does nothing: apply an optimizer, or report a metric or a result");
    }
    List<String> names = List.copyOf(outputs.keySet());
    Graph graph =
        GradientStops.apply(lowering.builder().build(List.copyOf(outputs.values()), names));
    return new Written(
        new TrainProgram(graph, null, states, fused), names, stores, lowering.parameters());
  }

  Value present(Parameter weight) {
    return updates.present(weight);
  }

  private Value value(KerasTensor tensor) {
    return own(tensor).value();
  }

  private StepTensor own(KerasTensor tensor) {
    if (tensor instanceof StepTensor known && known.trace() == this) {
      return known;
    }
    throw new IllegalArgumentException(
        tensor
            + " is no tensor of this step: it is one of "
            + (tensor instanceof StepTensor ? "another description of it" : "a functional model")
            + "; use what the step gives");
  }

  private KerasTensor tensor(Value value) {
    return StepTensor.of(this, value);
  }

  @Override
  public List<KerasTensor> features() {
    return inputs.features();
  }

  @Override
  public List<KerasTensor> targets() {
    return inputs.targets();
  }

  @Override
  public List<KerasTensor> sampleWeights() {
    return inputs.weights();
  }

  @Override
  public KerasTensor x() {
    return inputs.features().get(0);
  }

  @Override
  public KerasTensor y() {
    if (inputs.targets().isEmpty()) {
      throw new IllegalStateException("the step asks for targets, and the data have none");
    }
    return inputs.targets().get(0);
  }

  @Override
  public KerasTensor call(LayerLike model, KerasTensor x, boolean training) {
    List<KerasTensor> results = call(model, List.of(x), training);
    if (results.size() != 1) {
      throw new IllegalArgumentException(
          "the model gives " + results.size() + " results: call it with a list, to get a list");
    }
    return results.get(0);
  }

  @Override
  public List<KerasTensor> call(LayerLike model, List<KerasTensor> x, boolean training) {
    x.forEach(this::own);
    return model.applyAll(x, Map.of("training", training));
  }

  /** Calls a layer, as {@link KerasTensor#called} does. */
  List<KerasTensor> called(
      LayerNode node, List<?> arguments, Map<String, ? extends @Nullable Object> keywords) {
    List<KerasTensor> sources = new ArrayList<>();
    List<Arg> args = new ArrayList<>();
    arguments.forEach(argument -> args.add(Functional.argument(argument, sources)));
    Map<String, Arg> kwargs = new LinkedHashMap<>();
    keywords.forEach((name, given) -> kwargs.put(name, Functional.argument(given, sources)));
    sources.forEach(this::own);
    boolean training = !Boolean.FALSE.equals(keywords.get("training"));
    if (node.layer() instanceof NestedModel || node.layer() instanceof KerasOp) {
      // The whole call is one of training or not.
      kwargs.remove("training");
    }
    List<KerasTensor> results = new ArrayList<>();
    lowering.call(node, args, kwargs, training).forEach(result -> results.add(tensor(result)));
    if (!(node.layer() instanceof KerasOp)) {
      stores.add(node.state().contents());
    }
    return results;
  }

  @Override
  public KerasTensor op(String function, @Nullable Object... arguments) {
    List<@Nullable Object> given = new ArrayList<>();
    for (Object argument : arguments) {
      given.add(wide(argument));
    }
    return called(new KerasOp(function, Map.of()).member(), given, Map.of()).get(0);
  }

  /** Returns an argument with the integers that Keras' files have. */
  private static @Nullable Object wide(@Nullable Object argument) {
    if (argument instanceof List<?> list) {
      return list.stream().map(StepTrace::wide).toList();
    }
    return argument instanceof Integer number ? (Object) number.longValue() : argument;
  }

  @Override
  public KerasTensor constant(Tensor value) {
    return tensor(ops.constant(value));
  }

  @Override
  public KerasTensor stopGradient(KerasTensor x) {
    return tensor(ops.apply(new Differentiation.StopGradient(), value(x)));
  }

  @Override
  public KerasTensor randomNormal(long seed, KerasTensor batch, long... shape) {
    return drawn(new StatelessRandom.StatelessRandomNormal(DType.FLOAT32), seed, batch, shape);
  }

  @Override
  public KerasTensor randomUniform(long seed, KerasTensor batch, long... shape) {
    return drawn(new StatelessRandom.StatelessRandomUniform(DType.FLOAT32), seed, batch, shape);
  }

  private KerasTensor drawn(StatelessRandom operator, long seed, KerasTensor batch, long... shape) {
    return tensor(StepRandom.draw(updates, operator, variables.seed(seed), value(batch), shape));
  }

  @Override
  public KerasTensor loss(Loss loss, KerasTensor target, KerasTensor prediction) {
    return loss(loss, value(target), value(prediction), null);
  }

  @Override
  public KerasTensor loss(
      Loss loss, KerasTensor target, KerasTensor prediction, KerasTensor sampleWeight) {
    Value weight = ops.cast(value(sampleWeight), DType.FLOAT32);
    return loss(loss, value(target), value(prediction), weight);
  }

  private KerasTensor loss(Loss loss, Value target, Value prediction, @Nullable Value weight) {
    return lowering.within(
        new Origin("loss", loss.className()),
        () ->
            tensor(
                LossReduction.loss(
                    ops,
                    this::producer,
                    loss,
                    target,
                    prediction,
                    weight,
                    lowering.mask(prediction))));
  }

  private @Nullable OperatorNode producer(Value value) {
    OperatorNode node = lowering.builder().producer(value);
    while (node != null && node.operator() instanceof Unary.Identity) {
      node = lowering.builder().producer(node.input(0));
    }
    return node;
  }

  @Override
  public KerasTensor addedLosses(LayerLike model) {
    List<Value> parts = new ArrayList<>();
    List<Value> added = lowering.losses();
    added
        .subList(lossesTaken, added.size())
        .forEach(loss -> parts.add(ops.cast(loss, DType.FLOAT32)));
    lossesTaken = added.size();
    parts.addAll(WeightPenalties.of(scopes(model), lowering.builder(), updates::present));
    Value sum = ops.scalar(DType.FLOAT32, 0);
    for (Value part : parts) {
      sum = ops.add(sum, part);
    }
    return tensor(sum);
  }

  /** Returns the scopes of the layers of a model, or that of a single layer. */
  private static List<Scope> scopes(LayerLike model) {
    LayerNode node = model.member();
    List<LayerNode> layers =
        node.layer() instanceof NestedModel nested ? nested.layers() : List.of(node);
    if (!node.trainable()) {
      return List.of();
    }
    List<Scope> scopes = new ArrayList<>();
    for (LayerNode layer : layers) {
      SubLayer<?> built = layer.state().built();
      if (built != null) {
        scopes.add(built.scope());
      }
    }
    return scopes;
  }

  @Override
  public List<KerasTensor> trainable(LayerLike model) {
    stores.add(model.member().state().contents());
    List<KerasTensor> weights = new ArrayList<>();
    List<Scope> scopes = scopes(model);
    TrainableWeights.of(scopes).forEach(weight -> weights.add(StepTensor.weight(this, weight)));
    variables.constrain(TrainableWeights.constraints(scopes));
    return weights;
  }

  @Override
  public List<KerasTensor> gradients(KerasTensor target, List<KerasTensor> sources) {
    return gradients.of(value(target), sources.stream().map(this::own).toList());
  }

  @Override
  public KerasTensor gradient(KerasTensor target, KerasTensor source) {
    return gradients(target, List.of(source)).get(0);
  }

  @Override
  public void apply(Optimizer optimizer, List<KerasTensor> weights, List<KerasTensor> gradients) {
    if (weights.size() != gradients.size()) {
      throw new IllegalArgumentException(
          "apply received "
              + weights.size()
              + " weights and "
              + gradients.size()
              + " gradients; give one gradient for each weight");
    }
    List<Parameter> all = new ArrayList<>();
    Map<Parameter, WeightGradient> given = new LinkedHashMap<>();
    for (int i = 0; i < weights.size(); i++) {
      Parameter weight = own(weights.get(i)).weight();
      if (weight == null) {
        throw new IllegalArgumentException(
            "apply changes weights; "
                + weights.get(i)
                + " is none: take them from trainable(model)");
      }
      all.add(weight);
      StepTensor gradient = own(gradients.get(i));
      if (!gradient.isIndependent()) {
        given.put(weight, gradient(weight, gradient));
      }
    }
    updates.add(optimizers.of(optimizer, all, variables::constraint), given);
  }

  private WeightGradient gradient(Parameter weight, StepTensor gradient) {
    WeightGradient raw = gradient.gradient();
    if (raw != null && raw.rows() != null) {
      return raw;
    }
    Value value = gradient.value();
    if (!value.shape().equals(Shape.of(weight.shape()))) {
      throw new IllegalArgumentException(
          "the gradient of '"
              + weight.path()
              + "' has shape "
              + value.shape()
              + "; the weight has "
              + Arrays.toString(weight.shape()));
    }
    return WeightGradient.of(ops, weight, ops.cast(value, weight.dtype()));
  }

  @Override
  public void minimize(Optimizer optimizer, KerasTensor loss, LayerLike model) {
    List<KerasTensor> weights = trainable(model);
    Double scale = optimizer.options().lossScaleFactor();
    KerasTensor scaled = scale == null ? loss : loss.times(scale);
    apply(optimizer, weights, gradients(scaled, weights));
  }

  @Override
  public void metric(String name, KerasTensor value) {
    reports.metric(name, ops.cast(value(value), DType.FLOAT32));
  }

  @Override
  public void metric(Metric metric, KerasTensor target, KerasTensor prediction) {
    reports.metric(metric, value(target), value(prediction));
  }

  @Override
  public void result(String name, KerasTensor value) {
    reports.result(name, value(value));
  }
}
