package dev.tenon;

import dev.tenon.callbacks.History;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.internal.train.loop.FitData;
import dev.tenon.losses.Loss;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.BatchLogs;
import dev.tenon.training.CompileOptions;
import dev.tenon.training.EvaluateOptions;
import dev.tenon.training.FitOptions;
import java.util.List;
import java.util.Map;

/**
 * The forms of data that {@code compile}, {@code fit}, {@code evaluate} and the methods of single
 * batches take; each calls the one that {@link Model} has for all of them.
 */
interface TrainingOverloads {
  void compile(CompileOptions options);

  History fit(Tensor x, Tensor y, FitOptions options);

  History fit(Map<String, Tensor> x, Map<String, Tensor> y, FitOptions options);

  History fit(Batch samples, FitOptions options);

  History fit(Dataset data, FitOptions options);

  Map<String, Double> evaluate(Tensor x, Tensor y);

  Map<String, Double> evaluate(
      Map<String, Tensor> x, Map<String, Tensor> y, EvaluateOptions options);

  Map<String, Double> evaluate(Batch samples, EvaluateOptions options);

  BatchLogs trainOnBatch(Batch batch);

  BatchLogs testOnBatch(Batch batch);

  /**
   * Sets the optimizer, loss and metrics by Keras' names: {@code compile("adam", "mse", "mae",
   * auc())}.
   *
   * @param optimizer the name of the optimizer
   * @param loss the name of the loss
   * @param metrics names, {@link dev.tenon.metrics.Metric}s and {@link Loss}es
   * @throws IllegalArgumentException if a name is unknown (the message has the nearest names) or a
   *     metric has another type
   */
  default void compile(String optimizer, String loss, Object... metrics) {
    RequiredArguments.check(optimizer, "optimizer", loss, "loss", metrics, "metrics");
    compile(CompileOptions.compile().optimizer(optimizer).loss(loss).metrics(metrics));
  }

  /**
   * Sets the optimizer by name, the loss and metrics; see {@link #compile(String, String,
   * Object...)}.
   *
   * @param optimizer the name of the optimizer
   * @param loss the loss
   * @param metrics names, {@link dev.tenon.metrics.Metric}s and {@link Loss}es
   */
  default void compile(String optimizer, Loss loss, Object... metrics) {
    RequiredArguments.check(optimizer, "optimizer", loss, "loss", metrics, "metrics");
    compile(CompileOptions.compile().optimizer(optimizer).loss(loss).metrics(metrics));
  }

  /**
   * Sets the optimizer, the loss by name and metrics; see {@link #compile(String, String,
   * Object...)}.
   *
   * @param optimizer the optimizer
   * @param loss the name of the loss
   * @param metrics names, {@link dev.tenon.metrics.Metric}s and {@link Loss}es
   */
  default void compile(Optimizer optimizer, String loss, Object... metrics) {
    RequiredArguments.check(optimizer, "optimizer", loss, "loss", metrics, "metrics");
    compile(CompileOptions.compile().optimizer(optimizer).loss(loss).metrics(metrics));
  }

  /**
   * Sets the optimizer, the loss and metrics; see {@link #compile(String, String, Object...)}.
   *
   * @param optimizer the optimizer
   * @param loss the loss
   * @param metrics names, {@link dev.tenon.metrics.Metric}s and {@link Loss}es
   */
  default void compile(Optimizer optimizer, Loss loss, Object... metrics) {
    RequiredArguments.check(optimizer, "optimizer", loss, "loss", metrics, "metrics");
    compile(CompileOptions.compile().optimizer(optimizer).loss(loss).metrics(metrics));
  }

  /**
   * Trains on arrays for one epoch; see {@link #fit(Tensor, Tensor, FitOptions)}.
   *
   * @param x the features, with samples along the first axis
   * @param y the targets, with samples along the first axis
   */
  default History fit(Tensor x, Tensor y) {
    return fit(x, y, FitOptions.DEFAULTS);
  }

  /**
   * Trains on rows of features and rows of targets; see {@link #fit(Tensor, Tensor, FitOptions)}.
   *
   * @param x a sample in each row
   * @param y the targets of a sample in each row
   * @param options the options
   */
  default History fit(float[][] x, float[][] y, FitOptions options) {
    RequiredArguments.check(x, "x", y, "y", options, "options");
    return fit(Tensor.of(x), Tensor.of(y), options);
  }

  /**
   * Trains on rows for one epoch; see {@link #fit(float[][], float[][], FitOptions)}.
   *
   * @param x a sample in each row
   * @param y the targets of a sample in each row
   */
  default History fit(float[][] x, float[][] y) {
    return fit(x, y, FitOptions.DEFAULTS);
  }

  /**
   * Trains on rows of features and class indices; see {@link #fit(Tensor, Tensor, FitOptions)}.
   *
   * @param x a sample in each row
   * @param y a class index for each sample
   * @param options the options
   */
  default History fit(float[][] x, int[] y, FitOptions options) {
    RequiredArguments.check(x, "x", y, "y", options, "options");
    return fit(Tensor.of(x), Tensor.of(y), options);
  }

  /**
   * Trains on rows and class indices for one epoch; see {@link #fit(float[][], int[], FitOptions)}.
   *
   * @param x a sample in each row
   * @param y a class index for each sample
   */
  default History fit(float[][] x, int[] y) {
    return fit(x, y, FitOptions.DEFAULTS);
  }

  /**
   * Trains on named arrays for one epoch; see {@link #fit(Map, Map, FitOptions)}.
   *
   * @param x the features by input
   * @param y the targets by output
   */
  default History fit(Map<String, Tensor> x, Map<String, Tensor> y) {
    return fit(x, y, FitOptions.DEFAULTS);
  }

  /**
   * Trains on arrays for one epoch; see {@link #fit(Batch, FitOptions)}.
   *
   * @param samples all samples, in the order of the model's inputs and outputs
   */
  default History fit(Batch samples) {
    return fit(samples, FitOptions.DEFAULTS);
  }

  /**
   * Trains on batches for one epoch; see {@link #fit(Dataset, FitOptions)}.
   *
   * @param data the batches
   */
  default History fit(Dataset data) {
    return fit(data, FitOptions.DEFAULTS);
  }

  /**
   * Returns the loss and the metrics on rows of features and rows of targets; see {@link
   * #evaluate(Tensor, Tensor)}.
   *
   * @param x a sample in each row
   * @param y the targets of a sample in each row
   */
  default Map<String, Double> evaluate(float[][] x, float[][] y) {
    RequiredArguments.check(x, "x", y, "y");
    return evaluate(Tensor.of(x), Tensor.of(y));
  }

  /**
   * Returns the loss and the metrics on rows of features and class indices; see {@link
   * #evaluate(Tensor, Tensor)}.
   *
   * @param x a sample in each row
   * @param y a class index for each sample
   */
  default Map<String, Double> evaluate(float[][] x, int[] y) {
    RequiredArguments.check(x, "x", y, "y");
    return evaluate(Tensor.of(x), Tensor.of(y));
  }

  /**
   * Returns the loss and the metrics on named arrays, in batches of 32.
   *
   * @param x the features by input
   * @param y the targets by output
   */
  default Map<String, Double> evaluate(Map<String, Tensor> x, Map<String, Tensor> y) {
    return evaluate(x, y, EvaluateOptions.DEFAULTS);
  }

  /**
   * Returns the loss and the metrics on arrays, in batches of 32.
   *
   * @param samples all samples, in the order of the model's inputs and outputs
   */
  default Map<String, Double> evaluate(Batch samples) {
    return evaluate(samples, EvaluateOptions.DEFAULTS);
  }

  /**
   * Trains a model with one input and one output on one batch; see {@link #trainOnBatch(Batch)}.
   *
   * @param x the features, with samples along the first axis
   * @param y the targets, with samples along the first axis
   */
  default BatchLogs trainOnBatch(Tensor x, Tensor y) {
    RequiredArguments.check(x, "x", y, "y");
    return trainOnBatch(Batch.of(List.of(x), List.of(y)));
  }

  /**
   * Trains on one batch with sample weights; see {@link #trainOnBatch(Batch)}.
   *
   * @param x the features
   * @param y the targets
   * @param sampleWeight the factor of each sample's loss
   */
  default BatchLogs trainOnBatch(Tensor x, Tensor y, Tensor sampleWeight) {
    RequiredArguments.check(x, "x", y, "y", sampleWeight, "sampleWeight");
    return trainOnBatch(FitData.weighted(Batch.of(List.of(x), List.of(y)), sampleWeight));
  }

  /**
   * Trains on one batch with class weights; see {@link #trainOnBatch(Batch)}.
   *
   * @param x the features
   * @param y the targets
   * @param classWeight the factor of the loss by class; 1 for others
   */
  default BatchLogs trainOnBatch(Tensor x, Tensor y, Map<Integer, Double> classWeight) {
    RequiredArguments.check(x, "x", y, "y", classWeight, "classWeight");
    return trainOnBatch(FitData.weighted(Batch.of(List.of(x), List.of(y)), classWeight));
  }

  /**
   * Returns the loss and the metrics of one batch of a model with one input and one output; see
   * {@link #testOnBatch(Batch)}.
   *
   * @param x the features, with samples along the first axis
   * @param y the targets, with samples along the first axis
   */
  default BatchLogs testOnBatch(Tensor x, Tensor y) {
    RequiredArguments.check(x, "x", y, "y");
    return testOnBatch(Batch.of(List.of(x), List.of(y)));
  }

  /**
   * Returns the loss and the metrics of one batch with sample weights; see {@link
   * #testOnBatch(Batch)}.
   *
   * @param x the features
   * @param y the targets
   * @param sampleWeight the factor of each sample's loss
   */
  default BatchLogs testOnBatch(Tensor x, Tensor y, Tensor sampleWeight) {
    RequiredArguments.check(x, "x", y, "y", sampleWeight, "sampleWeight");
    return testOnBatch(FitData.weighted(Batch.of(List.of(x), List.of(y)), sampleWeight));
  }
}
