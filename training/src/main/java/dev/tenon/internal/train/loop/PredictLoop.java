package dev.tenon.internal.train.loop;

import dev.tenon.callbacks.Callback;
import dev.tenon.callbacks.TrainedModel;
import dev.tenon.callbacks.TrainingRun;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.data.Rows;
import dev.tenon.ir.graph.Graph;
import dev.tenon.metrics.Metric;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.PredictOptions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The loop over batches of Keras' {@code predict}. */
public final class PredictLoop implements TrainingRun {
  private final TrainedModel model;
  private final Supplier<Graph> graph;
  private final Dataset data;
  private final PredictOptions options;
  private final List<Callback> callbacks;
  private boolean stopped;

  /**
   * Prepares a prediction.
   *
   * @param model what the callbacks are to see
   * @param graph gives the operators of a prediction
   */
  public PredictLoop(
      TrainedModel model, Supplier<Graph> graph, Dataset data, PredictOptions options) {
    this.model = model;
    this.graph = graph;
    this.data = data;
    this.options = options;
    this.callbacks = ProgressBars.added(options.callbacks(), options.verbose());
  }

  /**
   * Predicts all batches.
   *
   * @param step predicts one of them, by the names of the outputs
   * @return one tensor for each output, with the samples of all batches
   * @throws IllegalArgumentException where there is no batch
   */
  public Map<String, Tensor> run(Function<Batch, Map<String, Tensor>> step) {
    callbacks.forEach(callback -> callback.onPredictBegin(this));
    Map<String, List<Tensor>> parts = new LinkedHashMap<>();
    Iterator<Batch> batches = data.iterator();
    Integer steps = RunLimit.steps(options.steps());
    int batch = 0;
    // As in Keras, who stops before the first batch stops after it.
    while ((batch == 0 || !stopped) && (steps == null || batch < steps) && batches.hasNext()) {
      int number = batch++;
      callbacks.forEach(callback -> callback.onPredictBatchBegin(this, number));
      Map<String, Tensor> outputs = step.apply(batches.next());
      add(outputs, parts);
      callbacks.forEach(callback -> callback.onPredictBatchEnd(this, number, outputs));
    }
    Map<String, Tensor> whole = whole(parts);
    callbacks.forEach(callback -> callback.onPredictEnd(this));
    return whole;
  }

  /**
   * Predicts all batches of arrays, which nobody watches.
   *
   * @param step predicts one of them, by the names of the outputs; several threads may call it
   * @return one tensor for each output, with the samples of all batches
   */
  public static Map<String, Tensor> runUnwatched(
      Dataset arrays, Function<Batch, Map<String, Tensor>> step) {
    Map<String, List<Tensor>> parts = new LinkedHashMap<>();
    ShortBatches.run(arrays.iterator(), step).forEach(outputs -> add(outputs, parts));
    return whole(parts);
  }

  private static void add(Map<String, Tensor> outputs, Map<String, List<Tensor>> parts) {
    outputs.forEach((name, part) -> parts.computeIfAbsent(name, n -> new ArrayList<>()).add(part));
  }

  private static Map<String, Tensor> whole(Map<String, List<Tensor>> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException(
          "there are no samples: the data set is empty, it gave no batch to predict");
    }
    Map<String, Tensor> whole = new LinkedHashMap<>();
    parts.forEach((name, list) -> whole.put(name, Rows.concat(list)));
    return whole;
  }

  private static IllegalStateException untrained(String what) {
    return new IllegalStateException(
        what + ": a prediction is under way, in which nothing is trained or evaluated");
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
    return 1;
  }

  @Override
  public OptionalLong steps() {
    Integer steps = RunLimit.steps(options.steps());
    return steps == null ? data.batches() : OptionalLong.of(steps);
  }

  @Override
  public int verbose() {
    return options.verbose();
  }

  @Override
  public void stopPredicting() {
    stopped = true;
  }

  @Override
  public void stopEvaluating() {
    throw untrained("stopEvaluating");
  }

  @Override
  public void stopTraining() {
    throw untrained("stopTraining");
  }

  @Override
  public boolean stopped() {
    return stopped;
  }

  @Override
  public double learningRate() {
    throw untrained("learningRate");
  }

  @Override
  public void setLearningRate(double rate) {
    throw untrained("setLearningRate");
  }

  @Override
  public long iterations() {
    throw untrained("iterations");
  }

  @Override
  public @Nullable Metric metric(String name) {
    return null;
  }

  @Override
  public Map<String, Tensor> state() {
    throw untrained("state");
  }

  @Override
  public void restore(Map<String, Tensor> state, int epoch, int batch) {
    throw untrained("restore");
  }

  @Override
  public void swapAverages() {
    throw untrained("swapAverages");
  }
}
