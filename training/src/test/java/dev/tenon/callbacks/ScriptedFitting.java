package dev.tenon.callbacks;

import dev.tenon.Model;
import dev.tenon.ir.graph.Graph;
import dev.tenon.losses.Losses;
import dev.tenon.metrics.Metric;
import dev.tenon.metrics.Metrics;
import dev.tenon.tensor.Tensor;
import java.util.Map;
import java.util.OptionalLong;

/** A training in which nothing is trained: what callbacks do to it is looked at. */
final class ScriptedFitting implements TrainingRun {
  private static final Map<String, Metric> METRICS =
      Map.of(
          "accuracy", Metrics.binaryAccuracy().name("accuracy"),
          "mae", Metrics.mean(Losses.meanAbsoluteError()));

  private final Model model;
  private final int epochs;
  private final OptionalLong steps;
  private final int verbose;
  private boolean stopped;
  private float rate = 0.1f;

  ScriptedFitting(Model model, int epochs, OptionalLong steps, int verbose) {
    this.model = model;
    this.epochs = epochs;
    this.steps = steps;
    this.verbose = verbose;
  }

  @Override
  public Model model() {
    return model;
  }

  @Override
  public Graph graph() {
    return model.info().keras().lowered().graph();
  }

  @Override
  public int epochs() {
    return epochs;
  }

  @Override
  public OptionalLong steps() {
    return steps;
  }

  @Override
  public int verbose() {
    return verbose;
  }

  @Override
  public void stopTraining() {
    stopped = true;
  }

  @Override
  public void stopEvaluating() {
    throw new AssertionError("nothing is evaluated here");
  }

  @Override
  public void stopPredicting() {
    throw new AssertionError("nothing is predicted here");
  }

  @Override
  public boolean stopped() {
    return stopped;
  }

  @Override
  public double learningRate() {
    return rate;
  }

  @Override
  public void setLearningRate(double chosen) {
    rate = (float) chosen;
  }

  @Override
  public long iterations() {
    return 0;
  }

  @Override
  public Metric metric(String name) {
    return METRICS.get(name);
  }

  @Override
  public Map<String, Tensor> state() {
    return Map.of();
  }

  @Override
  public void restore(Map<String, Tensor> state, int epoch, int batch) {
    throw new AssertionError("nothing is restored here");
  }

  @Override
  public void swapAverages() {
    throw new AssertionError("there are no averages here");
  }
}
