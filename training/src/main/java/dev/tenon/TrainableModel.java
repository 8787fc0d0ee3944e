package dev.tenon;

import dev.tenon.callbacks.History;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.data.Rows;
import dev.tenon.internal.backing.keras.DeferredBacking;
import dev.tenon.internal.backing.keras.KerasBacking;
import dev.tenon.internal.backing.keras.KerasWeights;
import dev.tenon.internal.backing.onnx.OnnxBacking;
import dev.tenon.internal.backing.stored.StoredBacking;
import dev.tenon.internal.train.ModelTraining;
import dev.tenon.internal.train.loop.FitData;
import dev.tenon.losses.Loss;
import dev.tenon.model.ModelInput;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.runtime.Deadline;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.BatchLogs;
import dev.tenon.training.CompileOptions;
import dev.tenon.training.FitOptions;
import dev.tenon.training.FitOptionsBuilder;
import dev.tenon.training.PredictOptions;
import dev.tenon.training.PredictOptionsBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Model} does to learn: Keras' compile, fit and evaluate.
 *
 * <p>A model from a file that says what it was compiled with needs no {@code compile}: it goes on
 * with that optimizer and its state.
 */
public abstract sealed class TrainableModel extends PredictingModel permits SavableModel {
  TrainableModel() {}

  /** Keeps what is known of the data after the training. */
  abstract void learnsFrom(Dataset data);

  final Model self() {
    return (Model) this;
  }

  /** Returns the training, after a model that waits for its first data was built for these. */
  private ModelTraining training(Tensor first) {
    refuseClosed();
    build(first);
    return training();
  }

  /** Returns the training of a model whose weights are known. */
  ModelTraining training() {
    if (backing() instanceof KerasBacking keras) {
      return keras.training();
    }
    if (backing() instanceof OnnxBacking onnx) {
      return onnx.training();
    }
    if (backing() instanceof StoredBacking stored) {
      throw stored.noLayers("trained");
    }
    throw new IllegalStateException("the model is not built");
  }

  private ModelTraining training(Dataset data) {
    refuseClosed();
    boolean deferred = backing() instanceof DeferredBacking;
    return deferred ? training(data.iterator().next().features().get(0)) : training();
  }

  /**
   * Chooses what the model is trained with: Keras' {@code compile}.
   *
   * <p>Of an ONNX file it is the initializers in the places of weights that learn, or those that
   * {@link Model#trainable} names.
   */
  public void compile(CompileOptions options) {
    RequiredArguments.check(options, "options");
    if (backing() instanceof DeferredBacking deferred) {
      deferred.compile(options);
    } else {
      training().compile(options);
    }
  }

  /** Returns what {@code compile} was called with; null where it was not. */
  public @Nullable CompileOptions compiled() {
    if (backing() instanceof DeferredBacking deferred) {
      return deferred.options();
    }
    return backing() instanceof KerasBacking keras ? keras.training().options() : null;
  }

  /** Chooses by Keras' names, such as {@code compile("adam", "mse", "mae")}. */
  public void compile(String optimizer, String loss, String... metrics) {
    RequiredArguments.check(optimizer, "optimizer");
    RequiredArguments.check(loss, "loss");
    RequiredArguments.check(metrics, "metrics");
    compile(CompileOptions.compile().optimizer(optimizer).loss(loss).metrics(metrics));
  }

  /** Chooses an optimizer, and loss and metrics by Keras' names. */
  public void compile(Optimizer optimizer, String loss, String... metrics) {
    RequiredArguments.check(optimizer, "optimizer");
    RequiredArguments.check(loss, "loss");
    RequiredArguments.check(metrics, "metrics");
    compile(CompileOptions.compile().optimizer(optimizer).loss(loss).metrics(metrics));
  }

  /** Chooses an optimizer and a loss, and metrics by Keras' names. */
  public void compile(Optimizer optimizer, Loss loss, String... metrics) {
    RequiredArguments.check(optimizer, "optimizer");
    RequiredArguments.check(loss, "loss");
    RequiredArguments.check(metrics, "metrics");
    compile(CompileOptions.compile().optimizer(optimizer).loss(loss).metrics(metrics));
  }

  /**
   * Says which weights are learned; all others are not, until it is called again.
   *
   * <p>A model that has learned keeps what it learned, and is to be compiled again: first a new
   * head, then more of the network.
   *
   * <p>Of an ONNX file, those are initializers; without this all are learned that are read where
   * weights belong and that {@link #freeze(String)} has not frozen. Of a Keras model, the layers
   * learn of which the pattern names the path, or that of a weight.
   *
   * @param pattern a regular expression for the whole name, such as {@code "fc\\..*"}, or path
   * @throws IllegalArgumentException where no layer of a Keras model has such a path
   */
  public Model trainable(String pattern) {
    if (backing() instanceof OnnxBacking onnx) {
      onnx.trainable(pattern);
    } else {
      KerasWeights.trainable(keras(), pattern);
    }
    return self();
  }

  /**
   * Learns from arrays: Keras' {@code fit}.
   *
   * @param x the samples, for a model of one input
   * @param y the targets, for a model of one output
   * @return the loss and the metrics of every epoch
   * @throws IllegalArgumentException where the data do not fit; names the argument
   * @throws IllegalStateException where the model is not compiled
   */
  public History fit(Tensor x, Tensor y, FitOptions options) {
    RequiredArguments.check(x, "x");
    RequiredArguments.check(y, "y");
    RequiredArguments.check(options, "options");
    return training(x).fit(self(), Batch.of(List.of(x), List.of(y)), options);
  }

  /** Learns from arrays, with options still in their builder; see {@link #fit}. */
  public History fit(Tensor x, Tensor y, FitOptionsBuilder options) {
    RequiredArguments.check(x, "x");
    RequiredArguments.check(y, "y");
    RequiredArguments.check(options, "options");
    return fit(x, y, options.build());
  }

  /**
   * Learns from arrays for any number of inputs and outputs, by their names.
   *
   * @param y the targets; of outputs without a loss and metrics they may be missing
   */
  public History fit(Map<String, Tensor> x, Map<String, Tensor> y, FitOptions options) {
    RequiredArguments.check(x, "x");
    RequiredArguments.check(y, "y");
    RequiredArguments.check(options, "options");
    return training().fit(self(), batch(x, y), options);
  }

  /**
   * Learns from arrays for any number of inputs and outputs, with sample weights for each output.
   *
   * @param samples all of them, in the order of the model's inputs and outputs
   */
  public History fit(Batch samples, FitOptions options) {
    RequiredArguments.check(samples, "samples");
    RequiredArguments.check(options, "options");
    return training(samples.features().get(0)).fit(self(), samples, options);
  }

  /** Learns from batches. */
  public History fit(Dataset data, FitOptions options) {
    RequiredArguments.check(data, "data");
    RequiredArguments.check(options, "options");
    ModelTraining training = training(data);
    learnsFrom(data);
    return training.fit(self(), data, options);
  }

  /** Learns from batches, with options still in their builder. */
  public History fit(Dataset data, FitOptionsBuilder options) {
    RequiredArguments.check(data, "data");
    RequiredArguments.check(options, "options");
    return fit(data, options.build());
  }

  /** Measures loss and metrics on arrays, in batches of 32: Keras' {@code evaluate}. */
  public Map<String, Double> evaluate(Tensor x, Tensor y) {
    RequiredArguments.check(x, "x");
    RequiredArguments.check(y, "y");
    return evaluate(Dataset.of(x, y));
  }

  /** Measures loss and metrics on batches. */
  public Map<String, Double> evaluate(Dataset data) {
    RequiredArguments.check(data, "data");
    return evaluate(data, FitOptions.DEFAULTS.withVerbose(0));
  }

  /**
   * Measures loss and metrics on batches: Keras' {@code evaluate}.
   *
   * @param options its {@code verbose}, {@code callbacks} and {@code stepsPerEpoch} count, the last
   *     as the number of batches to use
   */
  public Map<String, Double> evaluate(Dataset data, FitOptions options) {
    RequiredArguments.check(data, "data");
    RequiredArguments.check(options, "options");
    return training(data).evaluate(self(), data, options);
  }

  /**
   * Predicts batch by batch: Keras' {@code predict}.
   *
   * @param data its targets are not looked at
   * @return one tensor for each output, by its name, with the samples of all batches
   */
  public Map<String, Tensor> predict(Dataset data) {
    RequiredArguments.check(data, "data");
    return predict(data, Deadline.after(runLimits().time()));
  }

  private Map<String, Tensor> predict(Dataset data, Deadline deadline) {
    List<String> names = outputNames();
    Map<String, List<Tensor>> parts = new LinkedHashMap<>();
    for (Batch batch : data) {
      Map<String, Tensor> features = new LinkedHashMap<>();
      for (int i = 0; i < inputs().size(); i++) {
        features.put(inputs().get(i).name(), batch.features().get(i));
      }
      run(features, names, deadline)
          .forEach((name, part) -> parts.computeIfAbsent(name, n -> new ArrayList<>()).add(part));
    }
    if (parts.isEmpty()) {
      throw new IllegalArgumentException(
          "there are no samples: the data set is empty, it gave no batch to predict");
    }
    Map<String, Tensor> whole = new LinkedHashMap<>();
    parts.forEach((name, list) -> whole.put(name, Rows.concat(list)));
    return whole;
  }

  /**
   * Predicts for arrays, so many samples at a time; see {@link #predict(Dataset)}.
   *
   * @param x the samples, for a model of one input and one output
   */
  public Tensor predict(Tensor x, int batchSize) {
    return predict(x, PredictOptions.DEFAULTS.withBatchSize(batchSize));
  }

  /**
   * Predicts for arrays within the limits that the options give.
   *
   * <pre>{@code
   * Tensor scores = model.predict(x, predict().timeout(Duration.ofSeconds(2)));
   * }</pre>
   *
   * @param x the samples, for a model of one input and one output
   * @throws dev.tenon.error.RunStoppedException where the time is over, or the thread is
   *     interrupted
   */
  public Tensor predict(Tensor x, PredictOptions options) {
    RequiredArguments.check(x, "x");
    RequiredArguments.check(options, "options");
    build(x);
    return predict(Map.of(inputs().get(0).name(), x), options).values().iterator().next();
  }

  /** Predicts with options still in their builder; see {@link #predict(Tensor, PredictOptions)}. */
  public Tensor predict(Tensor x, PredictOptionsBuilder options) {
    RequiredArguments.check(x, "x");
    RequiredArguments.check(options, "options");
    return predict(x, options.build());
  }

  /**
   * Predicts for arrays of any number of inputs and outputs, by their names; see {@link
   * #predict(Tensor, PredictOptions)}.
   */
  public Map<String, Tensor> predict(Map<String, Tensor> x, PredictOptions options) {
    RequiredArguments.check(x, "x");
    RequiredArguments.check(options, "options");
    Duration timeout = options.timeout();
    Deadline deadline = Deadline.after(timeout == null ? runLimits().time() : timeout);
    Integer size = options.batchSize();
    List<Tensor> features = new ArrayList<>();
    for (ModelInput input : inputs()) {
      Tensor tensor = x.get(input.name());
      if (tensor != null && tensor.rank() > 0) {
        features.add(tensor);
      }
    }
    // What does not fit is for the run to say.
    boolean batched =
        !features.isEmpty() && features.size() == inputs().size() && features.size() == x.size();
    return size != null && batched && features.get(0).dim(0) > size
        ? predict(Dataset.of(Batch.of(features, List.of())).batch(size), deadline)
        : run(x, outputNames(), deadline);
  }

  /** Predicts with options still in their builder; see {@link #predict(Map, PredictOptions)}. */
  public Map<String, Tensor> predict(Map<String, Tensor> x, PredictOptionsBuilder options) {
    RequiredArguments.check(x, "x");
    RequiredArguments.check(options, "options");
    return predict(x, options.build());
  }

  /**
   * Learns from one batch: Keras' {@code train_on_batch}.
   *
   * @param batch with sample weights, where there are some
   * @return the loss before the step and the metrics, of this batch alone
   */
  public BatchLogs trainOnBatch(Batch batch) {
    RequiredArguments.check(batch, "batch");
    return training(batch.features().get(0)).trainOnBatch(batch);
  }

  /** Learns from one batch of one input and one output; see {@link #trainOnBatch(Batch)}. */
  public BatchLogs trainOnBatch(Tensor x, Tensor y) {
    RequiredArguments.check(x, "x");
    RequiredArguments.check(y, "y");
    return trainOnBatch(Batch.of(List.of(x), List.of(y)));
  }

  /**
   * Learns from one batch of weighted samples; see {@link #trainOnBatch(Batch)}.
   *
   * @param sampleWeight what the loss of each sample is multiplied by
   */
  public BatchLogs trainOnBatch(Tensor x, Tensor y, Tensor sampleWeight) {
    RequiredArguments.check(x, "x");
    RequiredArguments.check(y, "y");
    RequiredArguments.check(sampleWeight, "sampleWeight");
    return trainOnBatch(FitData.weighted(Batch.of(List.of(x), List.of(y)), sampleWeight));
  }

  /**
   * Learns from one batch of weighted classes; see {@link #trainOnBatch(Batch)}.
   *
   * @param classWeight what the loss of the samples of a class is multiplied by; 1 for others
   */
  public BatchLogs trainOnBatch(Tensor x, Tensor y, Map<Integer, Double> classWeight) {
    RequiredArguments.check(x, "x");
    RequiredArguments.check(y, "y");
    RequiredArguments.check(classWeight, "classWeight");
    return trainOnBatch(FitData.weighted(Batch.of(List.of(x), List.of(y)), classWeight));
  }

  /**
   * Measures one batch: Keras' {@code test_on_batch}.
   *
   * @param batch with sample weights, where there are some
   * @return the loss and the metrics, of this batch alone
   */
  public BatchLogs testOnBatch(Batch batch) {
    RequiredArguments.check(batch, "batch");
    return training(batch.features().get(0)).testOnBatch(batch);
  }

  /** Measures one batch of one input and one output; see {@link #testOnBatch(Batch)}. */
  public BatchLogs testOnBatch(Tensor x, Tensor y) {
    RequiredArguments.check(x, "x");
    RequiredArguments.check(y, "y");
    return testOnBatch(Batch.of(List.of(x), List.of(y)));
  }

  /** Measures one batch of weighted samples; see {@link #testOnBatch(Batch)}. */
  public BatchLogs testOnBatch(Tensor x, Tensor y, Tensor sampleWeight) {
    RequiredArguments.check(x, "x");
    RequiredArguments.check(y, "y");
    RequiredArguments.check(sampleWeight, "sampleWeight");
    return testOnBatch(FitData.weighted(Batch.of(List.of(x), List.of(y)), sampleWeight));
  }

  /** Predicts for one batch, for a model of one input and one output. */
  public Tensor predictOnBatch(Tensor x) {
    RequiredArguments.check(x, "x");
    return predict(x);
  }

  /** Predicts for one batch: Keras' {@code predict_on_batch}; see {@link Model#predict(Map)}. */
  public Map<String, Tensor> predictOnBatch(Map<String, Tensor> x) {
    RequiredArguments.check(x, "x");
    return predict(x);
  }

  private Batch batch(Map<String, Tensor> x, Map<String, Tensor> y) {
    refuseClosed();
    List<Tensor> features = new ArrayList<>();
    for (ModelInput input : inputs()) {
      Tensor tensor = x.get(input.name());
      if (tensor == null) {
        throw missing("the features of input", input, x);
      }
      features.add(tensor);
    }
    ModelTraining training = training();
    List<@Nullable Tensor> targets = new ArrayList<>();
    for (ModelInput output : outputs()) {
      Tensor tensor = y.get(output.name());
      if (tensor == null && training.needsTarget(output.name())) {
        throw missing("the targets of output", output, y);
      }
      targets.add(tensor);
    }
    return Batch.of(features, targets);
  }

  private static IllegalArgumentException missing(
      String what, ModelInput name, Map<String, Tensor> given) {
    return new IllegalArgumentException(
        what + " '" + name.name() + "' are missing; received " + given.keySet());
  }
}
