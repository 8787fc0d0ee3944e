package dev.tenon.internal.train.loop;

import dev.tenon.callbacks.Callback;
import dev.tenon.callbacks.History;
import dev.tenon.callbacks.Logs;
import dev.tenon.callbacks.TrainedModel;
import dev.tenon.callbacks.TrainingRun;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.error.RunStoppedException;
import dev.tenon.internal.data.Lent;
import dev.tenon.ir.graph.Graph;
import dev.tenon.metrics.Metric;
import dev.tenon.runtime.Deadline;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.FitOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The loop over epochs and batches, in the order of Keras' {@code fit}. */
public final class FitLoop implements TrainingRun {
  private final TrainedModel model;
  private final Supplier<Graph> graph;
  private final Supplier<? extends BatchTraining> trainings;
  private final Supplier<TrainingSession> sessions;
  private final FitOptions options;
  private final Dataset data;
  private final @Nullable Dataset validation;
  private final List<Callback> callbacks = new ArrayList<>();
  private final History history = new History();
  private final StepBlocks blocks = new StepBlocks();

  /** Whether a callback looks at batches. */
  private final boolean watched;

  private boolean stopped;
  private boolean evaluationStopped;
  private boolean begun;
  private boolean swapped;
  private int firstEpoch;
  private int doneBatches;

  /**
   * Prepares a fit.
   *
   * @param model what the callbacks are to see
   * @param graph gives the operators of a prediction
   * @param trainings gives what learns, with the newest weights: callbacks may have changed them
   * @param sessions gives what evaluates, likewise
   * @param data the training data
   * @param validation what is evaluated after the epochs; null for nothing
   */
  public FitLoop(
      TrainedModel model,
      Supplier<Graph> graph,
      Supplier<? extends BatchTraining> trainings,
      Supplier<TrainingSession> sessions,
      FitOptions options,
      Dataset data,
      @Nullable Dataset validation) {
    this.model = model;
    this.graph = graph;
    this.trainings = trainings;
    this.sessions = sessions;
    this.options = RunLimit.of(options);
    this.data = data;
    this.validation = validation;
    this.firstEpoch = options.initialEpoch();
    callbacks.addAll(ProgressBars.added(options.callbacks(), options.verbose()));
    // The last one, so that it sees what other callbacks add.
    callbacks.add(history);
    watched = callbacks.stream().anyMatch(BatchHooks::has);
  }

  /**
   * Runs all epochs.
   *
   * @throws RunStoppedException where the thread is interrupted: after the step that it was in
   */
  public History run() {
    try {
      return runAll();
    } catch (RuntimeException e) {
      if (swapped) {
        // The weights are then those of the last step, not their averages.
        restore(e);
      }
      throw e;
    }
  }

  private void restore(RuntimeException failure) {
    try {
      swapAverages();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private History runAll() {
    callbacks.forEach(callback -> callback.onTrainBegin(this));
    begun = true;
    Map<String, Double> logs = Map.of();
    FitBatches source = new FitBatches(data, options, trainings, blocks);
    for (int epoch = firstEpoch; epoch < options.epochs(); epoch++) {
      logs = epoch(epoch, source);
      if (stopped) {
        break;
      }
    }
    if (options.epochs() > options.initialEpoch()) {
      if (swapped) {
        // The optimizer puts its averages into the weights: they must be where it looks for them.
        swapAverages();
      }
      session().finish();
    }
    for (Callback callback : callbacks) {
      callback.onTrainEnd(this, logs);
    }
    return history;
  }

  private Map<String, Double> epoch(int epoch, FitBatches source) {
    int done = epoch == firstEpoch ? doneBatches : 0;
    if (done == 0) {
      session().resetMetrics();
    }
    callbacks.forEach(callback -> callback.onEpochBegin(this, epoch));
    source.start(epoch, done);
    int batch = done;
    // As in Keras, who stops before the first batch stops after it.
    while ((batch == done || !stopped) && source.hasNext(batch)) {
      Deadline.NONE.check();
      int first = batch;
      callbacks.forEach(callback -> callback.onTrainBatchBegin(this, first));
      int length = blockLength();
      double loss = 0;
      do {
        if (batch > first) {
          Deadline.NONE.check();
        }
        List<Lent<Batch>> some = source.some(batch, first + length - batch);
        long start = System.nanoTime();
        loss = BatchTraining.shown(loss, session().train(some.stream().map(Lent::value).toList()));
        blocks.learned(some.size(), System.nanoTime() - start);
        some.forEach(lent -> lent.giveBack().run());
        batch += some.size();
      } while (batch < first + length && source.hasNext(batch));
      Logs logs = new PresentLogs(loss);
      // As in Keras, who asks for a larger block than is left is given the number of its end.
      callbacks.forEach(callback -> callback.onTrainBatchEnd(this, first + length - 1, logs));
    }
    if (batch == 0) {
      throw new IllegalArgumentException(
          "there are no samples: the data set is empty, it gave no batch");
    }
    session().endPass(true);
    Map<String, Double> measured = new TreeMap<>(session().metrics());
    if (validation != null && (epoch + 1) % options.validationFreq() == 0) {
      EvaluateLoop.run(sessions, validation, options.validationSteps(), this, callbacks)
          .forEach((name, value) -> measured.put("val_" + name, value));
    }
    // In Keras' order; what callbacks add comes last.
    Map<String, Double> logs = new LinkedHashMap<>(measured);
    callbacks.forEach(callback -> callback.onEpochEnd(this, epoch, logs));
    return logs;
  }

  /** Returns how many batches are learned from before a callback looks. */
  private int blockLength() {
    int asked = session().stepsPerExecution();
    return watched ? asked : Math.max(asked, blocks.wanted(session().stepsTogether()));
  }

  /** Asks the engine at most once a batch. */
  private final class PresentLogs implements Logs {
    private final double loss;
    private @Nullable Map<String, Double> known;

    PresentLogs(double loss) {
      this.loss = loss;
    }

    @Override
    public Map<String, Double> get() {
      if (known == null) {
        known = session().metrics();
      }
      return known;
    }

    @Override
    public double loss() {
      return loss;
    }
  }

  private BatchTraining session() {
    return trainings.get();
  }

  @Override
  public TrainedModel model() {
    return model;
  }

  @Override
  public Graph graph() {
    return graph.get();
  }

  @Override
  public int epochs() {
    return options.epochs();
  }

  @Override
  public OptionalLong steps() {
    Integer steps = options.stepsPerEpoch();
    return steps == null ? data.batches() : OptionalLong.of(steps);
  }

  @Override
  public int verbose() {
    return options.verbose();
  }

  @Override
  public void stopTraining() {
    stopped = true;
  }

  @Override
  public void stopEvaluating() {
    evaluationStopped = true;
  }

  /** Lets an evaluation begin, which nobody has stopped yet. */
  void beginEvaluation() {
    evaluationStopped = false;
  }

  boolean evaluationStopped() {
    return evaluationStopped;
  }

  @Override
  public void stopPredicting() {
    throw new IllegalStateException(
        "stopPredicting: a fit or an evaluation is under way, not a prediction");
  }

  @Override
  public boolean stopped() {
    return stopped;
  }

  @Override
  public double learningRate() {
    return session().learningRate();
  }

  @Override
  public void setLearningRate(double rate) {
    session().setLearningRate(rate);
  }

  @Override
  public long iterations() {
    return session().iterations();
  }

  @Override
  public @Nullable Metric metric(String name) {
    return session().metric(name);
  }

  @Override
  public Map<String, Tensor> state() {
    return session().state();
  }

  @Override
  public void restore(Map<String, Tensor> state, int epoch, int batch) {
    if (begun) {
      throw new IllegalStateException("a training is restored before its first epoch only");
    }
    session().restore(state);
    firstEpoch = epoch;
    doneBatches = batch;
  }

  @Override
  public void swapAverages() {
    session().swapAverages();
    swapped = !swapped;
  }
}
