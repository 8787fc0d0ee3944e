package dev.tenon.training;

import dev.tenon.Model;
import dev.tenon.callbacks.Callback;
import dev.tenon.callbacks.Fitting;
import dev.tenon.callbacks.History;
import dev.tenon.callbacks.Logs;
import dev.tenon.callbacks.ProgbarLogger;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The loop over epochs and batches, in the order of Keras' {@code fit}. */
public final class FitLoop implements Fitting {
  private final Model model;
  private final TrainingSession session;
  private final FitOptions options;
  private final Dataset data;
  private final @Nullable Dataset validation;
  private final List<Callback> callbacks = new ArrayList<>();
  private final History history = new History();
  private boolean stopped;

  /**
   * Prepares a fit.
   *
   * @param model what the callbacks are to see
   * @param session what learns
   * @param data the training data
   * @param validation what is evaluated after the epochs; null for nothing
   */
  public FitLoop(
      Model model,
      TrainingSession session,
      FitOptions options,
      Dataset data,
      @Nullable Dataset validation) {
    this.model = model;
    this.session = session;
    this.options = options;
    this.data = data;
    this.validation = validation;
    callbacks.addAll(options.callbacks());
    if (options.verbose() != 0) {
      callbacks.add(new ProgbarLogger());
    }
    // The last one, so that it sees what other callbacks add.
    callbacks.add(history);
  }

  /** Runs all epochs. */
  public History run() {
    callbacks.forEach(callback -> callback.onTrainBegin(this));
    Map<String, Double> logs = Map.of();
    Source source = new Source();
    for (int epoch = options.initialEpoch(); epoch < options.epochs() && !stopped; epoch++) {
      logs = epoch(epoch, source);
    }
    if (options.epochs() > options.initialEpoch()) {
      session.finish();
    }
    for (Callback callback : callbacks) {
      callback.onTrainEnd(this, logs);
    }
    return history;
  }

  private Map<String, Double> epoch(int epoch, Source source) {
    session.resetMetrics();
    callbacks.forEach(callback -> callback.onEpochBegin(this, epoch));
    source.start(epoch);
    int batch = 0;
    while (!stopped && source.hasNext(batch)) {
      int number = batch++;
      callbacks.forEach(callback -> callback.onTrainBatchBegin(this, number));
      session.train(source.next());
      Logs logs = once(session::metrics);
      callbacks.forEach(callback -> callback.onTrainBatchEnd(this, number, logs));
    }
    if (batch == 0) {
      throw new IllegalArgumentException("the data set is empty: it gave no batch");
    }
    Map<String, Double> logs = new LinkedHashMap<>(session.metrics());
    if (validation != null && (epoch + 1) % options.validationFreq() == 0) {
      EvaluateLoop.run(session, validation, options.validationSteps(), this, callbacks)
          .forEach((name, value) -> logs.put("val_" + name, value));
    }
    callbacks.forEach(callback -> callback.onEpochEnd(this, epoch, logs));
    return logs;
  }

  /** Asks the engine at most once a batch. */
  private static Logs once(Logs logs) {
    return new Logs() {
      private @Nullable Map<String, Double> known;

      @Override
      public Map<String, Double> get() {
        if (known == null) {
          known = new TreeMap<>(logs.get());
        }
        return known;
      }
    };
  }

  /** Gives batches; where an epoch is a number of steps, a pass goes on over epochs. */
  private final class Source {
    private @Nullable Iterator<Batch> batches;
    private int pass;

    void start(int epoch) {
      Integer steps = options.stepsPerEpoch();
      if (steps == null || batches == null) {
        pass = epoch;
        batches = data.pass(epoch);
      }
    }

    boolean hasNext(int done) {
      Integer steps = options.stepsPerEpoch();
      if (steps != null && done >= steps) {
        return false;
      }
      Iterator<Batch> now = java.util.Objects.requireNonNull(batches);
      if (!now.hasNext() && steps != null) {
        // As Keras, arrays begin again where the steps of the epoch are not done.
        now = data.pass(++pass);
        batches = now;
      }
      return now.hasNext();
    }

    Batch next() {
      return java.util.Objects.requireNonNull(batches).next();
    }
  }

  @Override
  public Model model() {
    return model;
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
  public boolean stopped() {
    return stopped;
  }

  @Override
  public double learningRate() {
    return session.learningRate();
  }

  @Override
  public void setLearningRate(double rate) {
    session.setLearningRate(rate);
  }

  @Override
  public long iterations() {
    return session.iterations();
  }
}
