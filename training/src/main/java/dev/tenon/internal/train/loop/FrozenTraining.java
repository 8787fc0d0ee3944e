package dev.tenon.internal.train.loop;

import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.data.Rows;
import dev.tenon.ir.graph.Value;
import dev.tenon.metrics.Metric;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.FitOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A session that learns from what the frozen layers in front give, computed once for all samples.
 *
 * <p>Weights of these layers must stay as they are meanwhile.
 */
public final class FrozenTraining implements BatchTraining {
  /** As far as a sample may give other numbers in another batch, relative to them. */
  private static final double TOLERANCE = 1e-3;

  private final TrainingSession session;
  private final int batchSize;
  private @Nullable FrozenPrograms programs;

  private FrozenTraining(TrainingSession session, int batchSize) {
    this.session = session;
    this.batchSize = batchSize;
  }

  /** Returns the training of options that ask for it; null for others. */
  public static @Nullable FrozenTraining of(FitOptions options, TrainingSession session) {
    return options.cacheFrozen() ? new FrozenTraining(session, options.batchSize()) : null;
  }

  /**
   * Refuses options that ask for it.
   *
   * @throws IllegalArgumentException with the reason
   */
  public static void refuse(FitOptions options, String reason) {
    if (options.cacheFrozen()) {
      throw new IllegalArgumentException("cacheFrozen: " + reason);
    }
  }

  /**
   * Returns this training.
   *
   * @param now the session with the newest weights
   * @throws IllegalStateException if it is another one
   */
  public FrozenTraining on(TrainingSession now) {
    if (now != session) {
      throw new IllegalStateException(
          "cacheFrozen: the model was compiled anew during the training");
    }
    return this;
  }

  /**
   * Computes what this training learns from.
   *
   * @param all the samples
   * @return the samples with the computed values in place of the features
   * @throws IllegalArgumentException where nothing in front stays the same, or a sample depends on
   *     others of its batch
   */
  public Batch features(Batch all) {
    List<List<Tensor>> parts = new ArrayList<>();
    for (Batch batch : Dataset.of(all).batch(batchSize)) {
      if (programs == null) {
        programs = session.frozen(batch);
      }
      List<Tensor> computed = programs.front().run(fed(batch));
      if (parts.isEmpty()) {
        checkRows(all, computed);
      }
      parts.add(computed);
    }
    List<Tensor> features = new ArrayList<>();
    for (int i = 0; i < programs().values().size(); i++) {
      int place = i;
      features.add(Rows.concat(parts.stream().map(part -> part.get(place)).toList()));
    }
    return new Batch(features, all.targets(), all.weights());
  }

  private FrozenPrograms programs() {
    return Objects.requireNonNull(programs, "features");
  }

  private Map<String, Tensor> fed(Batch batch) {
    Map<String, Tensor> fed = new LinkedHashMap<>();
    List<Value> inputs = programs().inputs();
    for (int i = 0; i < inputs.size(); i++) {
      fed.put(inputs.get(i).name(), batch.features().get(i));
    }
    return fed;
  }

  /** Computes the first sample alone and compares. */
  private void checkRows(Batch all, List<Tensor> computed) {
    if (Math.min(batchSize, all.size()) < 2
        || programs().inputs().get(0).shape().dim(0).isKnown()) {
      return;
    }
    List<Tensor> alone = programs().front().run(fed(Dataset.of(all).range(0, 1).all()));
    for (int i = 0; i < alone.size(); i++) {
      Tensor one = alone.get(i);
      for (int k = 0; k < one.size(); k++) {
        double expected = one.getDouble(k);
        double found = computed.get(i).getDouble(k);
        if (Math.abs(found - expected) > TOLERANCE * (1 + Math.abs(expected))) {
          throw new IllegalArgumentException(
              "cacheFrozen: the frozen layers give other numbers for a sample alone ("
                  + expected
                  + ") than in a batch ("
                  + found
                  + "): what depends on other samples cannot be computed once; train without it");
        }
      }
    }
  }

  @Override
  public double train(Batch batch) {
    return session.train(programs().rest(), batch, programs().values());
  }

  @Override
  public double train(List<Batch> batches) {
    return session.train(programs().rest(), batches, programs().values());
  }

  @Override
  public int stepsTogether() {
    return programs().rest().stepsTogether();
  }

  @Override
  public int stepsPerExecution() {
    return session.stepsPerExecution();
  }

  @Override
  public void prepareFor(Batch batch) {
    // Done when the features were computed.
  }

  @Override
  public Map<String, Double> metrics() {
    return session.metrics();
  }

  @Override
  public void resetMetrics() {
    session.resetMetrics();
  }

  @Override
  public @Nullable Metric metric(String name) {
    return session.metric(name);
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

  @Override
  public void finish() {
    session.finish();
  }

  @Override
  public void swapAverages() {
    session.swapAverages();
  }

  @Override
  public Map<String, Tensor> state() {
    return session.state();
  }

  @Override
  public void restore(Map<String, Tensor> state) {
    session.restore(state);
  }
}
