package dev.tenon.spark;

import java.util.Map;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.jspecify.annotations.Nullable;

/** The Params of {@link TenonEstimator} and their values. */
abstract class TrainingParams extends Estimator<TenonModel> {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final Param<String> featuresCol;
  private final StringMapParam inputs;
  private final Param<String> labelCol;
  private final StringMapParam targets;
  private final Param<String> weightCol;
  private final Param<String> validationIndicatorCol;
  private final Param<String> outputCol;
  private final IntParam batchSize;
  private final IntParam epochs;
  private final IntParam numTasks;
  private final BooleanParam shuffle;
  private final LongParam seed;
  private final IntParam verbose;
  private final Param<String> checkpointDir;
  private final IntParam maxRestarts;
  private final IntParam timeout;
  private final Param<String> ports;

  TrainingParams(String uid) {
    this.uid = uid;
    // Spark asks for the uid when a Param is made.
    featuresCol = text("featuresCol", "The column of a model's only input.");
    inputs = new StringMapParam(this, "inputs", "The column of each input, by the input's name.");
    labelCol = text("labelCol", "The column of the targets of a model's only output.");
    targets =
        new StringMapParam(
            this, "targets", "The column of the targets of each output, by the output's name.");
    weightCol = text("weightCol", "The column of sample weights.");
    validationIndicatorCol =
        text("validationIndicatorCol", "The column of booleans: true for rows that validate.");
    outputCol = text("outputCol", "The new column of the trained model's first output.");
    batchSize = number("batchSize", "The rows of a step of all tasks together.", 1);
    epochs = number("epochs", "The number of epochs.", 1);
    numTasks = number("numTasks", "The number of tasks that train together.", 1);
    shuffle = new BooleanParam(this, "shuffle", "Whether each task shuffles its rows.");
    seed = new LongParam(this, "seed", "The seed of the shuffle.");
    verbose = number("verbose", "1 to print a line for each epoch on the driver, 0 for none.", 0);
    checkpointDir =
        text("checkpointDir", "The folder that all executors see, for a checkpoint an epoch.");
    maxRestarts = number("maxRestarts", "How often a lost task restarts the training.", 0);
    timeout = number("timeout", "How many seconds a step waits for another task.", 1);
    ports = text("ports", "The ports of the tasks' servers, such as 40000-40100.");
    setDefault(featuresCol, "features");
    setDefault(labelCol, "label");
    setDefault(batchSize, 32);
    setDefault(epochs, 1);
    setDefault(shuffle, true);
    setDefault(seed, 0L);
    setDefault(verbose, 1);
    setDefault(maxRestarts, 3);
    setDefault(timeout, 120);
    setDefault(ports, "");
  }

  private Param<String> text(String name, String doc) {
    return new Param<>(this, name, doc);
  }

  private IntParam number(String name, String doc, int least) {
    return new IntParam(this, name, doc, ParamValidators.gtEq(least));
  }

  @Override
  public String uid() {
    return uid;
  }

  /** Returns the Param {@code featuresCol}: the column of the only input; {@code features}. */
  public Param<String> featuresCol() {
    return featuresCol;
  }

  /** Returns the Param {@code inputs}: the column of each input. */
  public Param<Map<String, String>> inputs() {
    return inputs;
  }

  /** Returns the Param {@code labelCol}: the column of the targets; {@code label}. */
  public Param<String> labelCol() {
    return labelCol;
  }

  /** Returns the Param {@code targets}: the column of the targets of each output. */
  public Param<Map<String, String>> targets() {
    return targets;
  }

  /** Returns the Param {@code weightCol}: the column of sample weights. */
  public Param<String> weightCol() {
    return weightCol;
  }

  /** Returns the Param {@code validationIndicatorCol}: true for rows that validate. */
  public Param<String> validationIndicatorCol() {
    return validationIndicatorCol;
  }

  /** Returns the Param {@code outputCol}: the column that the trained model adds. */
  public Param<String> outputCol() {
    return outputCol;
  }

  /** Returns the Param {@code batchSize}: the rows of a step of all tasks together; 32. */
  public IntParam batchSize() {
    return batchSize;
  }

  /** Returns the Param {@code epochs}; 1. */
  public IntParam epochs() {
    return epochs;
  }

  /** Returns the Param {@code numTasks}: by default the free slots of the cluster. */
  public IntParam numTasks() {
    return numTasks;
  }

  /** Returns the Param {@code shuffle}: whether each task shuffles its rows; true. */
  public BooleanParam shuffle() {
    return shuffle;
  }

  /** Returns the Param {@code seed}: the seed of the shuffle; 0. */
  public LongParam seed() {
    return seed;
  }

  /** Returns the Param {@code verbose}: 1, the default, prints a line for each epoch. */
  public IntParam verbose() {
    return verbose;
  }

  /** Returns the Param {@code checkpointDir}: a folder that all executors see. */
  public Param<String> checkpointDir() {
    return checkpointDir;
  }

  /** Returns the Param {@code maxRestarts}: how often a lost task restarts the training; 3. */
  public IntParam maxRestarts() {
    return maxRestarts;
  }

  /** Returns the Param {@code timeout}: how many seconds a step waits for another task; 120. */
  public IntParam timeout() {
    return timeout;
  }

  /** Returns the Param {@code ports}: the ports of the tasks' servers; any by default. */
  public Param<String> ports() {
    return ports;
  }

  /** Returns the value of a Param; null if unset. */
  final <T> @Nullable T value(Param<T> param) {
    return isDefined(param) ? getOrDefault(param) : null;
  }

  final int number(IntParam param) {
    return (Integer) getOrDefault(param);
  }
}
