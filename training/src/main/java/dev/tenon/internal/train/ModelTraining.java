package dev.tenon.internal.train;

import dev.tenon.callbacks.Callback;
import dev.tenon.callbacks.History;
import dev.tenon.callbacks.TrainedModel;
import dev.tenon.data.ArrayDataset;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.engine.Engine;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.exporters.keras.plan.KerasContent;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.importers.keras.container.TrainingState;
import dev.tenon.internal.run.Inputs;
import dev.tenon.internal.train.custom.StepSession;
import dev.tenon.internal.train.loop.BatchTraining;
import dev.tenon.internal.train.loop.ConvertedDataset;
import dev.tenon.internal.train.loop.EvaluateLoop;
import dev.tenon.internal.train.loop.FiniteData;
import dev.tenon.internal.train.loop.FitData;
import dev.tenon.internal.train.loop.FitLoop;
import dev.tenon.internal.train.loop.FrozenTraining;
import dev.tenon.internal.train.loop.ProgressBars;
import dev.tenon.internal.train.loop.TrainingSession;
import dev.tenon.internal.train.objective.TargetPlacement;
import dev.tenon.internal.train.replica.ReplicaDataset;
import dev.tenon.internal.train.state.OptimizerState;
import dev.tenon.internal.train.state.SavedCompile;
import dev.tenon.internal.train.state.SavedState;
import dev.tenon.internal.train.state.TrainableWeights;
import dev.tenon.internal.train.step.OptimizerVariables;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.keras.KerasGeneration;
import dev.tenon.keras.config.OptimizerVariable;
import dev.tenon.keras.weights.WeightPaths;
import dev.tenon.layers.base.DTypePolicy;
import dev.tenon.model.TensorSpec;
import dev.tenon.optimizers.ConstantRate;
import dev.tenon.optimizers.LossScaleOptimizer;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.runtime.Deadline;
import dev.tenon.runtime.Replica;
import dev.tenon.runtime.TrainingEngine;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.BatchLogs;
import dev.tenon.training.CompileOptions;
import dev.tenon.training.FitOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The training of one model: what it was compiled with, and the session that holds its weights. */
public final class ModelTraining implements AutoCloseable, ParameterStore.Holder {
  private final KerasModel keras;
  private final Supplier<Graph> graph;

  /** What learned when the file was read: its state of the optimizer is of these weights. */
  private final List<Parameter> inFile;

  private @Nullable CompileOptions options;
  private @Nullable TrainingSession session;
  private @Nullable StepSession step;
  private @Nullable Replica replica;
  private long loaded;

  /** Whether the model was made in float16, in which small gradients vanish. */
  private final boolean mixed = DTypePolicy.global().isMixedFloat16();

  private boolean wrapped;

  /**
   * Prepares a training.
   *
   * @param graph gives the operators of a prediction
   */
  public ModelTraining(KerasModel keras, Supplier<Graph> graph) {
    this.keras = keras;
    this.graph = graph;
    this.inFile = TrainableWeights.of(keras.lowered());
  }

  public void compile(CompileOptions chosen) {
    end();
    options = chosen;
  }

  /** Says what learns instead of what the model is compiled with; null for nothing. */
  public void setStep(@Nullable StepSession chosen) {
    step = chosen;
  }

  /** Lets the model be trained together with those of other processes, or alone. */
  private void share(@Nullable Dataset data) {
    Replica chosen = data instanceof ReplicaDataset part ? part.replica() : null;
    if (chosen != null && step != null) {
      throw new IllegalStateException(
          "a training step of your own cannot be shared among processes: compile(…) the model");
    }
    if (!Objects.equals(chosen, replica)) {
      end();
      replica = chosen;
    }
  }

  /** Ends the training; the model is to be compiled again. */
  public void reset() {
    end();
    options = null;
  }

  /** Returns what the user chose; null where a file says it, or nothing. */
  public @Nullable CompileOptions options() {
    return options;
  }

  /** Returns the session, with the newest weights; opens it where there is none. */
  TrainingSession session() {
    ParameterStore store = keras.parameters();
    if (session == null) {
      session = open(store);
      store.hold(this);
      loaded = store.version();
    } else if (!store.isHeldBy(this)) {
      store.hold(this);
      if (store.version() != loaded) {
        session.refill();
      }
    }
    return session;
  }

  /** Says whether the loss is scaled without being asked for, as Keras' {@code compile} does. */
  private boolean scales(CompileOptions chosen) {
    return mixed && chosen.autoScaleLoss() && !(chosen.optimizer() instanceof LossScaleOptimizer);
  }

  /** Opens a session on what the user chose, or else on what the file says, its state included. */
  private TrainingSession open(ParameterStore store) {
    CompileOptions chosen = options;
    SavedState state = SavedState.NONE;
    if (chosen == null) {
      chosen = SavedCompile.of(keras.training().config(), keras.outputNames());
      state = savedState();
    }
    if (chosen == null) {
      throw new IllegalStateException(
          "the model is not compiled: call compile(optimizer, loss, metrics) first");
    }
    wrapped = scales(chosen);
    if (wrapped) {
      chosen = chosen.optimizer(Optimizers.lossScaleOptimizer(chosen.optimizer()));
    }
    return new TrainingSession(
        keras.model(),
        keras.lowered(),
        store,
        chosen,
        state,
        TrainingEngine.of(Engine.TENSORFLOW),
        replica);
  }

  /**
   * Returns the optimizer's variables as Keras counts them; null where it has none yet.
   *
   * <p>A {@code .keras} file brings all of them, also before the first step; Keras takes none of an
   * {@code .h5}, and then has a counter and a learning rate only.
   */
  public @Nullable List<Parameter> optimizerVariables() {
    TrainingSession now = session;
    if (now != null) {
      return now.optimizerVariables();
    }
    Set<String> names = keras.training().optimizerWeights().keySet();
    if (options != null || names.isEmpty()) {
      return null;
    }
    CompileOptions chosen;
    try {
      chosen = SavedCompile.of(keras.training().config(), keras.outputNames());
    } catch (IllegalArgumentException | MalformedModelException | UnsupportedModelException e) {
      // Training it would say why; the table is without them.
      return null;
    }
    return chosen == null
        ? null
        : OptimizerVariables.counted(
            chosen.optimizer(), inFile, WeightPaths.isOptimizerVariable(names.iterator().next()));
  }

  /** Returns what a file is to say of the training: this one's, or that of the model's own file. */
  public KerasContent.Training written() {
    TrainingSession now = session;
    CompileOptions chosen = now == null ? options : now.options();
    if (wrapped && chosen != null && chosen.optimizer() instanceof LossScaleOptimizer scaled) {
      // As Keras, which writes what compile was called with.
      chosen = chosen.optimizer(scaled.innerOptimizer());
    }
    if (chosen == null) {
      TrainingState read = keras.training();
      return new KerasContent.Training(
          generation(), read.config(), read.optimizerWeights(), knownState());
    }
    Map<String, @Nullable Object> config = SavedCompile.toConfig(chosen, keras.outputNames());
    if (now == null) {
      return new KerasContent.Training(KerasGeneration.KERAS_3, config, Map.of(), Map.of());
    }
    if (chosen.optimizer().learningRate() instanceof ConstantRate) {
      // Callbacks may have changed it since.
      Optimizer present = Optimizers.withRate(chosen.optimizer(), now.learningRate());
      config.put("optimizer", Optimizers.serialize(present));
    }
    Map<OptimizerVariable, Tensor> state = now.optimizerState();
    return new KerasContent.Training(
        KerasGeneration.KERAS_3, config, OptimizerState.toFile(state), state);
  }

  /** Returns what the variables of the model's own file are; empty where that is not known. */
  private Map<OptimizerVariable, Tensor> knownState() {
    try {
      Optimizer optimizer = SavedCompile.optimizer(keras.training().config());
      if (optimizer == null) {
        return Map.of();
      }
      Map<OptimizerVariable, Tensor> known = OptimizerState.known(savedState(), optimizer);
      return known.isEmpty() && mixed && !(optimizer instanceof LossScaleOptimizer)
          ? OptimizerState.known(savedState(), Optimizers.lossScaleOptimizer(optimizer))
          : known;
    } catch (IllegalArgumentException | UnsupportedModelException e) {
      // Training it would say why; only files of the same generation have the state then.
      return Map.of();
    }
  }

  private SavedState savedState() {
    return new SavedState(
        keras.training().optimizerWeights(),
        List.of(inFile, TrainableWeights.withFrozen(keras.lowered())));
  }

  private KerasGeneration generation() {
    return isKeras3(keras.training().config())
        ? KerasGeneration.KERAS_3
        : keras.source().dialect().generation();
  }

  /** A file for both generations may say in the words of Keras 3 how the model was compiled. */
  private static boolean isKeras3(Map<String, @Nullable Object> config) {
    Object optimizer = config.getOrDefault("optimizer_config", config.get("optimizer"));
    return optimizer instanceof Map<?, ?> words
        && words.get("config") instanceof Map<?, ?> options
        && options.containsKey("gradient_accumulation_steps");
  }

  @Override
  public void handBack() {
    if (session != null) {
      session.pull();
      loaded = keras.parameters().version();
    }
  }

  /** Says whether there is a session, with native memory of its own. */
  public boolean isOpen() {
    return session != null;
  }

  /** Says whether predictions are best made where the weights are. */
  public boolean holdsWeights() {
    return session != null && keras.parameters().isHeldBy(this);
  }

  public List<Tensor> predict(Map<String, Tensor> inputs, List<Value> wanted, Deadline deadline) {
    deadline.check();
    return Objects.requireNonNull(session).predict(inputs, wanted, deadline);
  }

  /** Gives parameters other values where the newest ones are. */
  public void assign(Map<Parameter, Tensor> values) {
    Objects.requireNonNull(session).assign(values);
  }

  /** Says whether the data must have a target for an output. */
  public boolean needsTarget(String output) {
    return new TargetPlacement(session().options(), keras.outputNames()).hasLoss(output);
  }

  public History fit(TrainedModel model, Batch all, FitOptions chosen) {
    share(null);
    if (step != null) {
      FrozenTraining.refuse(chosen, "a training step of one's own is not cut into parts");
      FitData data = FitData.of(all, chosen);
      return loop(model, chosen, data.training(), converted(data.validation())).run();
    }
    session();
    Batch checked = checked(all, true);
    new FiniteData(names(), keras.outputNames()).check(checked, chosen);
    FrozenTraining frozen = FrozenTraining.of(chosen, session());
    FitData data = FitData.of(checked, chosen, frozen == null ? some -> some : frozen::features);
    Dataset batches = data.training();
    Dataset validation = converted(data.validation());
    return frozen == null
        ? loop(model, chosen, Objects.requireNonNull(converted(batches)), validation).run()
        : loop(model, chosen, () -> frozen.on(session()), batches, validation).run();
  }

  public History fit(TrainedModel model, Dataset data, FitOptions chosen) {
    share(data);
    if (!(data instanceof ArrayDataset)) {
      FrozenTraining.refuse(
          chosen, "give arrays, since each pass over a Dataset may bring other samples");
    }
    if (data instanceof ArrayDataset arrays
        && (chosen.validationSplit() > 0 || chosen.cacheFrozen())) {
      return fit(model, arrays.all(), chosen);
    }
    if (chosen.validationSplit() > 0) {
      throw new IllegalArgumentException(
          "validationSplit is for arrays: give validationData where the data are a Dataset");
    }
    if (step != null) {
      Dataset training = FitData.weighted(data, chosen);
      return loop(model, chosen, training, converted(FitData.validation(chosen, null))).run();
    }
    session();
    Dataset training = Objects.requireNonNull(converted(FitData.weighted(data, chosen)));
    Dataset validation = converted(FitData.validation(chosen, null));
    return loop(model, chosen, training, validation).run();
  }

  private FitLoop loop(
      TrainedModel model, FitOptions chosen, Dataset data, @Nullable Dataset validation) {
    StepSession own = step;
    return loop(model, chosen, own == null ? this::session : () -> own, data, validation);
  }

  private FitLoop loop(
      TrainedModel model,
      FitOptions chosen,
      Supplier<BatchTraining> trainings,
      Dataset data,
      @Nullable Dataset validation) {
    return new FitLoop(model, graph, trainings, this::session, chosen, data, validation);
  }

  public Map<String, Double> evaluate(TrainedModel model, Dataset data, FitOptions chosen) {
    session();
    Dataset converted = Objects.requireNonNull(converted(data));
    FitLoop fitting = loop(model, chosen, converted, null);
    List<Callback> callbacks = ProgressBars.added(chosen.callbacks(), chosen.verbose());
    return EvaluateLoop.run(this::session, converted, chosen.stepsPerEpoch(), fitting, callbacks);
  }

  public BatchLogs trainOnBatch(Batch batch) {
    return step != null ? step.trainAlone(batch) : session().trainAlone(checked(batch));
  }

  public BatchLogs testOnBatch(Batch batch) {
    return session().testAlone(checked(batch));
  }

  private @Nullable Dataset converted(@Nullable Dataset data) {
    return data == null ? null : new ConvertedDataset(data, this::checked);
  }

  private List<String> names() {
    return keras.inputs().stream().map(Value::name).toList();
  }

  /** Converts features to the types of the inputs, and says what does not fit. */
  private Batch checked(Batch batch) {
    return checked(batch, false);
  }

  /**
   * Converts features to the types of the inputs, and says what does not fit.
   *
   * @param whole whether these are all samples, of which a batch is a part
   */
  private Batch checked(Batch batch, boolean whole) {
    List<TensorSpec> wanted =
        keras.lowered().graph().inputs().stream()
            .map(TensorSpec::of)
            .map(input -> whole ? input.anyBatch() : input)
            .toList();
    if (batch.features().size() != wanted.size()) {
      throw new IllegalArgumentException(
          "the model wants "
              + wanted.size()
              + " inputs, "
              + wanted
              + "; received "
              + batch.features().size());
    }
    Map<String, Tensor> named = new LinkedHashMap<>();
    for (int i = 0; i < wanted.size(); i++) {
      Tensor feature = batch.features().get(i);
      if (!whole && replica == null && feature.rank() > 0 && feature.dim(0) == 0) {
        throw new IllegalArgumentException(
            "there are no samples: a batch brings input '"
                + wanted.get(i).name()
                + "' of shape "
                + feature.shapeString());
      }
      named.put(wanted.get(i).name(), batch.features().get(i));
    }
    List<Tensor> features = new ArrayList<>(Inputs.check(wanted, named).values());
    return new TargetPlacement(session().options(), keras.outputNames())
        .place(new Batch(features, batch.targets(), batch.weights()));
  }

  /** Ends the session, whose weights are then the store's. */
  private void end() {
    if (session != null) {
      if (keras.parameters().isHeldBy(this)) {
        // Nobody can ask for the optimizer's variables any more.
        session.pullWeights();
        loaded = keras.parameters().version();
        keras.parameters().release(this);
      }
      session.close();
      session = null;
    }
  }

  /** Frees native memory, also where weights cannot be read any more. */
  @Override
  public void close() {
    try {
      end();
    } finally {
      if (session != null) {
        keras.parameters().release(this);
        session.close();
        session = null;
      }
    }
  }
}
