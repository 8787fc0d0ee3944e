package dev.tenon.internal.train.custom;

import dev.tenon.data.Batch;
import dev.tenon.engine.Engine;
import dev.tenon.internal.train.loop.BatchTraining;
import dev.tenon.internal.train.objective.MetricSlot;
import dev.tenon.internal.train.objective.SessionMetrics;
import dev.tenon.internal.train.objective.SessionState;
import dev.tenon.internal.train.step.OptimizerGraph;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.metrics.Metric;
import dev.tenon.runtime.Trainer;
import dev.tenon.runtime.TrainingEngine;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.BatchLogs;
import dev.tenon.training.StepFunction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs the step that a function describes, and has the newest weights of the models that it changes
 * meanwhile.
 *
 * <p>One program is made for each kind of batch. All programs have the same variables.
 */
public final class StepSession implements BatchTraining, AutoCloseable {
  private final StepFunction function;
  private final ParameterStore start = new ParameterStore();
  private final StepVariables variables = new StepVariables(start);
  private final Map<BatchTypes, Prepared> programs = new HashMap<>();
  private final List<HeldStore> held = new ArrayList<>();
  private final Set<Parameter> parameters = new LinkedHashSet<>();
  private @Nullable Trainer trainer;
  private boolean closed;
  private @Nullable SessionMetrics metrics;
  private Map<String, Tensor> restored = Map.of();

  private record Prepared(Trainer.Program program, List<String> outputs) {}

  public StepSession(StepFunction function) {
    this.function = function;
  }

  private Trainer trainer() {
    if (closed) {
      throw new IllegalStateException("the training step is closed: make another one");
    }
    Trainer known = trainer;
    if (known == null) {
      known = TrainingEngine.of(Engine.TENSORFLOW).trainer("step", start);
      trainer = known;
    }
    return known;
  }

  /** Takes the newest weights over, where somebody else has had them. */
  private Trainer current() {
    Trainer now = trainer();
    held.forEach(store -> store.take(now));
    return now;
  }

  private Prepared prepared(Batch batch) {
    Trainer open = trainer();
    BatchTypes types = BatchTypes.of(batch);
    Prepared known = programs.get(types);
    if (known == null) {
      StepTrace trace = new StepTrace(types, variables);
      function.describe(trace);
      StepTrace.Written written = trace.write();
      hold(written);
      known = new Prepared(open.prepare(written.program()), written.outputs());
      programs.put(types, known);
      metrics = new SessionMetrics(open, variables.metrics());
      restorePending();
    }
    current();
    return known;
  }

  /** Takes over the weights of models that the step has met for the first time. */
  private void hold(StepTrace.Written written) {
    Trainer now = current();
    for (ParameterStore store : written.stores()) {
      List<Parameter> own =
          written.parameters().stream()
              .filter(parameter -> store.has(parameter) && !start.has(parameter))
              .toList();
      if (!own.isEmpty()) {
        // Models that have layers in common have one store.
        if (held.stream().noneMatch(store::isHeldBy)) {
          held.add(HeldStore.of(store, now));
        }
        own.forEach(parameter -> start.putLater(parameter, () -> store.get(parameter)));
        parameters.addAll(own);
      }
    }
    for (Parameter parameter : written.parameters()) {
      if (!start.has(parameter)) {
        throw new IllegalArgumentException(
            "the layer of weight '"
                + parameter.path()
                + "' belongs to no model: make it one, and call the model in the step");
      }
    }
  }

  /** Prepares the program for batches such as one, and refuses what cannot be computed. */
  @Override
  public void prepareFor(Batch batch) {
    Prepared unused = prepared(batch);
  }

  @Override
  public double train(Batch batch) {
    Prepared step = prepared(batch);
    int wanted = Math.min(1, step.outputs().size());
    List<Tensor> first = step.program().run(BatchTypes.feed(batch), wanted);
    return first.isEmpty() || first.get(0).size() != 1 ? 0 : first.get(0).getDouble(0);
  }

  /** Runs a step and returns what it reports of this batch alone, and its results, by name. */
  public Map<String, Tensor> run(Batch batch) {
    Prepared step = prepared(batch);
    List<Tensor> values = step.program().run(BatchTypes.feed(batch));
    Map<String, Tensor> named = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      named.put(step.outputs().get(i), values.get(i));
    }
    return named;
  }

  /** Learns from a batch as Keras' {@code train_on_batch}: metrics are those of this batch. */
  public BatchLogs trainAlone(Batch batch) {
    resetMetrics();
    train(batch);
    return new BatchLogs(metrics());
  }

  @Override
  public Map<String, Double> metrics() {
    return metrics == null ? new TreeMap<>() : metrics.results();
  }

  @Override
  public void resetMetrics() {
    if (metrics != null) {
      metrics.reset();
    }
  }

  @Override
  public @Nullable Metric metric(String name) {
    for (MetricSlot slot : variables.metrics()) {
      if (slot.reported().equals(name)) {
        return slot.metric();
      }
    }
    return null;
  }

  @Override
  public double learningRate() {
    return variables.optimizers().single("the learning rate").learningRate(trainer());
  }

  @Override
  public void setLearningRate(double rate) {
    variables
        .optimizers()
        .single("the learning rate")
        .setLearningRate(trainer(), rate, "give it a number instead");
  }

  @Override
  public long iterations() {
    List<OptimizerGraph> all = variables.optimizers().all();
    return all.isEmpty() ? 0 : trainer().read(all.get(0).iterations()).getLong(0);
  }

  @Override
  public void finish() {
    Trainer now = current();
    variables.optimizers().all().forEach(optimizer -> optimizer.finish(now));
  }

  @Override
  public void swapAverages() {
    variables.optimizers().single("the moving average of weights").swapAverages(current());
  }

  @Override
  public Map<String, Tensor> state() {
    Trainer now = current();
    Map<String, Tensor> state = new LinkedHashMap<>();
    lasting().forEach((name, parameter) -> state.put(name, now.read(parameter)));
    if (metrics != null) {
      metrics.variables().forEach((name, parameter) -> state.put(name, now.read(parameter)));
    }
    return state;
  }

  @Override
  public void restore(Map<String, Tensor> state) {
    restored = state;
    if (!programs.isEmpty()) {
      restorePending();
    }
  }

  /** What a state belongs to is known once the step was described. */
  private void restorePending() {
    if (restored.isEmpty()) {
      return;
    }
    Map<String, Tensor> state = restored;
    restored = Map.of();
    Trainer now = current();
    now.assign(SessionState.all(lasting(), state));
    if (metrics != null) {
      now.assign(SessionState.fitting(metrics.variables(), SessionState.metrics(state)));
    }
  }

  private Map<String, Parameter> lasting() {
    Map<String, Parameter> named = SessionState.named("weights", List.copyOf(parameters));
    named.putAll(SessionState.named("optimizer", variables.lasting()));
    return named;
  }

  /** Hands the weights back and frees native memory; the states of the optimizers are lost. */
  @Override
  public void close() {
    closed = true;
    Trainer now = trainer;
    trainer = null;
    if (now != null) {
      held.forEach(HeldStore::release);
      now.close();
    }
  }
}
