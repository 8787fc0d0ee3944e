package dev.tenon.internal.train.loop;

import dev.tenon.data.Batch;
import dev.tenon.internal.train.objective.FrozenFront;
import dev.tenon.internal.train.objective.LossGraph;
import dev.tenon.internal.train.objective.ResolvedObjectives;
import dev.tenon.internal.train.objective.SessionMetrics;
import dev.tenon.internal.train.objective.SessionState;
import dev.tenon.internal.train.objective.Signature;
import dev.tenon.internal.train.objective.Signatures;
import dev.tenon.internal.train.objective.TrainingGraphs;
import dev.tenon.internal.train.replica.ReplicaSeeds;
import dev.tenon.internal.train.state.OptimizerState;
import dev.tenon.internal.train.state.SavedState;
import dev.tenon.internal.train.state.TrainableWeights;
import dev.tenon.internal.train.step.OptimizerGraph;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.lower.Lowered;
import dev.tenon.ir.lower.Lowering;
import dev.tenon.ir.lower.Mode;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.keras.config.OptimizerVariable;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.metrics.Metric;
import dev.tenon.runtime.Deadline;
import dev.tenon.runtime.Replica;
import dev.tenon.runtime.TrainProgram;
import dev.tenon.runtime.Trainer;
import dev.tenon.runtime.TrainingEngine;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.BatchLogs;
import dev.tenon.training.CompileOptions;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A compiled model on an engine: it owns the weights, the optimizer's variables and the metrics,
 * and has one program for each thing that is done with them.
 */
public final class TrainingSession implements BatchTraining, AutoCloseable {
  private final NestedModel model;
  private final Lowered inference;
  private final ParameterStore parameters;
  private final CompileOptions options;
  private final Trainer trainer;
  private final List<String> outputNames;
  private final OptimizerGraph optimizer;
  private final List<Parameter> trainable;
  private final Map<Signature, StepPrograms> programs = new HashMap<>();
  private final SessionPredictions predictions;
  private final TrainingGraphs forms;
  private @Nullable Lowered evaluation;
  private @Nullable ResolvedObjectives compiled;
  private @Nullable SessionMetrics metrics;
  private Map<String, Tensor> sums = Map.of();
  private final @Nullable Replica replica;
  private final @Nullable ReplicaRuns replicas;
  private Trainer.@Nullable Program last;

  /** The programs of one signature, each made when it is first wanted. */
  private static final class StepPrograms {
    private Trainer.@Nullable Program train;
    private Trainer.@Nullable Program test;
    private @Nullable FrozenPrograms frozen;
  }

  /**
   * Opens a session.
   *
   * @param model the layers
   * @param inference the model lowered for inference, which declared the parameters
   * @param parameters where weights start, and the optimizer's variables are put
   * @param options what to train with
   * @param state what a file has of the optimizer
   * @param engine what to train on
   * @param replica the place among processes that train together; null for one that trains alone
   * @throws dev.tenon.error.MalformedModelException where the state is not of this optimizer and
   *     these weights
   */
  public TrainingSession(
      NestedModel model,
      Lowered inference,
      ParameterStore parameters,
      CompileOptions options,
      SavedState state,
      TrainingEngine engine,
      @Nullable Replica replica) {
    this.model = model;
    this.inference = inference;
    this.parameters = parameters;
    this.options = options;
    this.forms = new TrainingGraphs(model, inference);
    this.outputNames = inference.graph().outputNames();
    this.trainable = TrainableWeights.of(inference);
    this.optimizer =
        OptimizerGraph.of(
            options.optimizer(),
            trainable,
            TrainableWeights.constraints(inference),
            parameters,
            replica);
    OptimizerState.restore(state, options.optimizer(), optimizer, parameters);
    if (replica != null) {
      ReplicaSeeds.of(replica, inference.parameters(), parameters).forEach(parameters::put);
    }
    this.trainer = engine.trainer(model.graph().name(), parameters, replica);
    this.predictions = new SessionPredictions(inference, trainer);
    this.replica = replica;
    this.replicas = replica == null ? null : new ReplicaRuns(replica, trainer);
  }

  /** Returns what the model was compiled with. */
  public CompileOptions options() {
    return options;
  }

  @Override
  public int stepsPerExecution() {
    return options.stepsPerExecution();
  }

  /**
   * Returns what a {@code .keras} file holds of the optimizer, as it was when the values were last
   * pulled.
   */
  public Map<OptimizerVariable, Tensor> optimizerState() {
    return OptimizerState.known(optimizer, parameters);
  }

  /** Returns the optimizer's variables, in Keras' order. */
  public List<Parameter> optimizerVariables() {
    return optimizer.variables();
  }

  /**
   * Learns from a batch and returns the loss before the step.
   *
   * @param batch one tensor for each input, in the input's type
   */
  @Override
  public double train(Batch batch) {
    if (replicas != null && batch.size() == 0) {
      return replicas.idleStep(optimizer);
    }
    return run(prepare(batch), batch, inference.graph().inputs());
  }

  @Override
  public double train(List<Batch> batches) {
    if (replicas != null || batches.size() == 1) {
      return BatchTraining.super.train(batches);
    }
    Trainer.Program program = prepare(batches.get(0));
    return batches.stream().allMatch(batch -> prepare(batch) == program)
        ? run(program, batches, inference.graph().inputs())
        : BatchTraining.super.train(batches);
  }

  private double run(Trainer.Program program, List<Batch> batches, List<Value> features) {
    return new StepRun(program, features, outputNames, inference.graph().outputs(), compiled)
        .all(batches);
  }

  @Override
  public int stepsTogether() {
    Trainer.Program program = last;
    return program == null || replicas != null ? 1 : program.stepsTogether();
  }

  @Override
  public void endPass(boolean trained) {
    if (replicas != null) {
      replicas.endPass(metricVariables().values(), trained ? inference.parameters() : List.of());
    }
  }

  /** Learns by a program that {@link #prepare} made, whose features stand for other values. */
  double train(Trainer.Program program, Batch batch, List<Value> features) {
    assignSums();
    return run(program, batch, features);
  }

  /** Learns from several batches; see {@link #train(Trainer.Program, Batch, List)}. */
  double train(Trainer.Program program, List<Batch> batches, List<Value> features) {
    assignSums();
    return run(program, batches, features);
  }

  private double run(Trainer.Program program, Batch batch, List<Value> features) {
    return run(program, List.of(batch), features);
  }

  @Override
  public void prepareFor(Batch batch) {
    Trainer.Program unused = prepare(batch);
  }

  /** Returns the program that learns from batches like this one. */
  private Trainer.Program prepare(Batch batch) {
    Signature signature = signature(batch);
    StepPrograms steps = programs.computeIfAbsent(signature, s -> new StepPrograms());
    Trainer.Program program = steps.train;
    if (program == null) {
      program = trainer.prepare(trainProgram(signature));
      steps.train = program;
    }
    assignSums();
    last = program;
    return program;
  }

  private void assignSums() {
    if (!sums.isEmpty()) {
      trainer.assign(SessionState.fitting(metricVariables(), sums));
      sums = Map.of();
    }
  }

  /**
   * Returns the step of batches like this one, cut where it begins to change. It is written once:
   * an engine keeps what it was given as long as the session.
   */
  FrozenPrograms frozen(Batch batch) {
    Signature signature = signature(batch);
    StepPrograms steps = programs.computeIfAbsent(signature, s -> new StepPrograms());
    FrozenPrograms known = steps.frozen;
    if (known == null) {
      Lowered training = forms.of(signature.features());
      FrozenFront cut =
          FrozenFront.of(
              forward("train", training, signature), training.graph().inputs(), trainable);
      known = FrozenPrograms.of(cut, learning(cut.rest()), trainer);
      steps.frozen = known;
    }
    return known;
  }

  /** Measures a batch and returns its loss. */
  public double test(Batch batch) {
    if (replicas != null && batch.size() == 0) {
      return replicas.idleTest();
    }
    Signature signature = signature(batch, inference);
    StepPrograms steps = programs.computeIfAbsent(signature, s -> new StepPrograms());
    if (steps.test == null) {
      steps.test = trainer.prepare(testProgram(signature));
    }
    return run(steps.test, batch, inference.graph().inputs());
  }

  /** Learns from a batch as Keras' {@code train_on_batch}: metrics are those of this batch. */
  public BatchLogs trainAlone(Batch batch) {
    resetMetrics();
    return logs(train(batch));
  }

  /** Measures a batch as Keras' {@code test_on_batch}: metrics are those of this batch. */
  public BatchLogs testAlone(Batch batch) {
    resetMetrics();
    return logs(test(batch));
  }

  private BatchLogs logs(double loss) {
    // The engine need not be asked again where the loss is all that is measured.
    boolean alone = metrics != null && metrics.isLossOnly();
    return new BatchLogs(alone ? Map.of(BatchLogs.LOSS, loss) : metrics());
  }

  /**
   * Returns values of the model lowered for inference, with the present weights; stateful layers
   * remember the run.
   */
  public List<Tensor> predict(Map<String, Tensor> inputs, List<Value> wanted, Deadline deadline) {
    return predictions.run(inputs, wanted, deadline);
  }

  private TrainProgram trainProgram(Signature signature) {
    if (trainable.isEmpty()) {
      throw new IllegalArgumentException(
          "model '" + model.graph().name() + "' has no trainable weights: all layers are frozen");
    }
    Lowered training = forms.of(signature.features());
    LossGraph.Written forward = forward("train", training, signature);
    TrainProgram program = learning(forward);
    if (replicas != null) {
      replicas.stepWritten(
          Objects.requireNonNull(program.optimization()).trainable(), forward.sums());
    }
    return program;
  }

  private TrainProgram learning(LossGraph.Written step) {
    return optimizer.program(step.graph(), step.loss(), step.assignments());
  }

  private TrainProgram testProgram(Signature signature) {
    if (evaluation == null) {
      evaluation = Lowering.lower(model, Mode.EVALUATION, inference);
    }
    LossGraph.Written forward = forward("test", evaluation, signature);
    if (replicas != null) {
      replicas.testWritten(forward.sums());
    }
    return new TrainProgram(forward.graph(), null, forward.assignments());
  }

  private LossGraph.Written forward(String name, Lowered lowered, Signature signature) {
    boolean first = compiled == null;
    try {
      return new LossGraph(lowered, compiled(signature), signature, replica).write(name);
    } catch (RuntimeException e) {
      if (first) {
        // Names such as "accuracy" were resolved for data that do not fit.
        compiled = null;
        metrics = null;
      }
      throw e;
    }
  }

  private ResolvedObjectives compiled(Signature signature) {
    if (compiled == null) {
      compiled =
          ResolvedObjectives.resolve(
              options, outputNames, inference.graph().outputs(), signature, parameters);
      metrics = new SessionMetrics(trainer, compiled);
    }
    return compiled;
  }

  /** Returns the signature of batches that are learned from, which also says what is fed. */
  private Signature signature(Batch batch) {
    List<TensorType> features = forms.types(batch);
    return signature(batch, forms.of(features)).with(features);
  }

  private Signature signature(Batch batch, Lowered form) {
    return Signatures.of(batch, form.graph().outputs(), outputNames);
  }

  @Override
  public Map<String, Double> metrics() {
    return metrics == null ? Map.of() : metrics.results();
  }

  @Override
  public void resetMetrics() {
    sums = Map.of();
    if (metrics != null) {
      metrics.reset();
    }
  }

  @Override
  public double learningRate() {
    return optimizer.learningRate(trainer);
  }

  /**
   * Sets the learning rate.
   *
   * @throws IllegalStateException where the optimizer follows a schedule
   */
  @Override
  public void setLearningRate(double rate) {
    optimizer.setLearningRate(trainer, rate, "compile with a number instead");
  }

  @Override
  public long iterations() {
    return trainer.read(optimizer.iterations()).getLong(0);
  }

  /** Copies all present values into the store: weights, states, the optimizer's variables. */
  public void pull() {
    trainer.pull(parameters, parameter -> true);
  }

  /** Copies the present weights and states of the layers into the store. */
  public void pullWeights() {
    trainer.pull(parameters, Set.copyOf(inference.parameters())::contains);
  }

  /** Reads all values from the store again, which somebody else has changed. */
  public void refill() {
    trainer.push(parameters);
  }

  /** Gives parameters new values. */
  public void assign(Map<Parameter, Tensor> values) {
    values.forEach(parameters::put);
    trainer.assign(values);
  }

  @Override
  public void finish() {
    optimizer.finish(trainer);
  }

  /** Frees native memory; a second call does nothing. */
  @Override
  public void close() {
    trainer.close();
  }

  @Override
  public void swapAverages() {
    optimizer.swapAverages(trainer);
  }

  @Override
  public @Nullable Metric metric(String name) {
    return metrics == null ? null : metrics.named(name);
  }

  @Override
  public Map<String, Tensor> state() {
    pull();
    Map<String, Tensor> state = new LinkedHashMap<>();
    lasting().forEach((name, parameter) -> state.put(name, parameters.get(parameter)));
    metricVariables().forEach((name, parameter) -> state.put(name, parameters.get(parameter)));
    return state;
  }

  /**
   * Takes over what another session of the same model and optimizer gave as its {@link #state}.
   *
   * @throws IllegalArgumentException where something is missing or has another shape
   */
  @Override
  public void restore(Map<String, Tensor> state) {
    assign(SessionState.all(lasting(), state));
    if (replica != null) {
      assign(ReplicaSeeds.of(replica, inference.parameters(), parameters));
    }
    // The variables of the metrics are made with the first batch.
    sums = SessionState.metrics(state);
  }

  private Map<String, Parameter> lasting() {
    Map<String, Parameter> named = SessionState.named("weights", inference.parameters());
    named.putAll(SessionState.named("optimizer", optimizerVariables()));
    return named;
  }

  private Map<String, Parameter> metricVariables() {
    return metrics == null ? Map.of() : metrics.variables();
  }
}
