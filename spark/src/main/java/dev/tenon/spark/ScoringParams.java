package dev.tenon.spark;

import java.util.Map;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.jspecify.annotations.Nullable;

/** The Params of {@link TenonModel} and their values. */
abstract class ScoringParams extends Model<TenonModel> {
  private static final long serialVersionUID = 1L;

  private static final int BATCH_SIZE = 32;

  private final String uid;
  private final Param<String> inputCol;
  private final Param<String> outputCol;
  private final StringMapParam inputs;
  private final StringMapParam outputs;
  private final StringMapParam argMax;
  private final StringMapParam softMax;
  private final Param<String> argMaxCol;
  private final Param<String> softMaxCol;
  private final IntParam batchSize;
  private final Param<String> engine;
  private final Param<String> outputType;
  private final Param<String> preprocessing;

  ScoringParams(String uid) {
    this.uid = uid;
    // Spark asks for the uid when a Param is made.
    inputCol = new Param<>(this, "inputCol", "The column of a model's only input.");
    outputCol = new Param<>(this, "outputCol", "The new column of a model's first output.");
    inputs = new StringMapParam(this, "inputs", "The column of each input, by the input's name.");
    outputs =
        new StringMapParam(
            this, "outputs", "The output or inner value of each new column, by the column's name.");
    argMax =
        new StringMapParam(
            this, "argMax", "The output whose largest element's index a new column has.");
    softMax = new StringMapParam(this, "softMax", "The output whose softmax a new column has.");
    argMaxCol =
        new Param<>(
            this,
            "argMaxCol",
            "The new column of the index of the first output's largest element.");
    softMaxCol = new Param<>(this, "softMaxCol", "The new column of the first output's softmax.");
    batchSize =
        new IntParam(
            this, "batchSize", "The largest number of rows of a run.", ParamValidators.gt(0));
    engine = new Param<>(this, "engine", "The engine: tensorflow or onnxruntime.");
    outputType = new Param<>(this, "outputType", "The type of new columns: array or vector.");
    preprocessing =
        new Param<>(
            this, "preprocessing", "The scaling of pixels: caffe, tf, torch or inside for none.");
    setDefault(batchSize, BATCH_SIZE);
    setDefault(outputType, "array");
  }

  @Override
  public String uid() {
    return uid;
  }

  /** Returns the Param {@code inputCol}: the column of a model's only input. */
  public Param<String> inputCol() {
    return inputCol;
  }

  /** Returns the Param {@code outputCol}: the new column of a model's first output. */
  public Param<String> outputCol() {
    return outputCol;
  }

  /** Returns the Param {@code inputs}: the column of each input. */
  public Param<Map<String, String>> inputs() {
    return inputs;
  }

  /** Returns the Param {@code outputs}: the output or inner value of each new column. */
  public Param<Map<String, String>> outputs() {
    return outputs;
  }

  /** Returns the Param {@code argMax}: new columns with the index of the largest element. */
  public Param<Map<String, String>> argMax() {
    return argMax;
  }

  /** Returns the Param {@code softMax}: new columns with the softmax of an output. */
  public Param<Map<String, String>> softMax() {
    return softMax;
  }

  /** Returns the Param {@code argMaxCol}: {@code argMax} of the first output. */
  public Param<String> argMaxCol() {
    return argMaxCol;
  }

  /** Returns the Param {@code softMaxCol}: {@code softMax} of the first output. */
  public Param<String> softMaxCol() {
    return softMaxCol;
  }

  /** Returns the Param {@code batchSize}: the largest number of rows of a run; 32 by default. */
  public IntParam batchSize() {
    return batchSize;
  }

  /** Returns the Param {@code engine}: by default that of the model's format. */
  public Param<String> engine() {
    return engine;
  }

  /** Returns the Param {@code outputType}: {@code array}, the default, or {@code vector}. */
  public Param<String> outputType() {
    return outputType;
  }

  /** Returns the Param {@code preprocessing}: by default that of the model's training. */
  public Param<String> preprocessing() {
    return preprocessing;
  }

  /** Returns the value of {@code inputCol}; null if unset. */
  public @Nullable String getInputCol() {
    return value(inputCol);
  }

  /** Returns the value of {@code outputCol}; null if unset. */
  public @Nullable String getOutputCol() {
    return value(outputCol);
  }

  /** Returns the value of {@code inputs}; empty if unset. */
  public Map<String, String> getInputs() {
    return map(inputs);
  }

  /** Returns the value of {@code outputs}; empty if unset. */
  public Map<String, String> getOutputs() {
    return map(outputs);
  }

  /** Returns the value of {@code argMax}; empty if unset. */
  public Map<String, String> getArgMax() {
    return map(argMax);
  }

  /** Returns the value of {@code softMax}; empty if unset. */
  public Map<String, String> getSoftMax() {
    return map(softMax);
  }

  /** Returns the value of {@code argMaxCol}; null if unset. */
  public @Nullable String getArgMaxCol() {
    return value(argMaxCol);
  }

  /** Returns the value of {@code softMaxCol}; null if unset. */
  public @Nullable String getSoftMaxCol() {
    return value(softMaxCol);
  }

  /** Returns the value of {@code batchSize}. */
  public int getBatchSize() {
    return (Integer) getOrDefault(batchSize);
  }

  /** Returns the value of {@code engine}; null if unset. */
  public @Nullable String getEngine() {
    return value(engine);
  }

  /** Returns the value of {@code outputType}. */
  public String getOutputType() {
    return getOrDefault(outputType);
  }

  /** Returns the value of {@code preprocessing}; null if unset. */
  public @Nullable String getPreprocessing() {
    return value(preprocessing);
  }

  private @Nullable String value(Param<String> param) {
    return isDefined(param) ? getOrDefault(param) : null;
  }

  private Map<String, String> map(Param<Map<String, String>> param) {
    return isDefined(param) ? getOrDefault(param) : Map.of();
  }
}
