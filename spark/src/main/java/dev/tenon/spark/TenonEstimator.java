package dev.tenon.spark;

import dev.tenon.spark.internal.files.ModelFiles;
import dev.tenon.spark.internal.files.SavedForm;
import dev.tenon.spark.internal.files.WorkFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A Spark ML estimator that trains a compiled Keras model on the rows of a data frame, in several
 * tasks together.
 *
 * <pre>{@code
 * Model model = Model.sequential(input(4), dense(16, "relu"), dense(3, "softmax"));
 * model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
 * TenonModel trained =
 *     TenonEstimator.of(model).setEpochs(20).setBatchSize(64).setNumTasks(4).fit(rows);
 * }</pre>
 *
 * <p><b>The same numbers.</b> A step takes {@code batchSize} rows of all tasks together, and adds
 * up their gradients, losses and metrics: N tasks with B/N rows learn what {@code Model.fit} learns
 * from B, apart from rounding. Three things differ. BatchNormalization normalizes by the rows of
 * its task, and the moving averages of the tasks are averaged after each epoch. Dropout draws other
 * numbers in each task. An optimizer with squared gradients takes the gradient of a row of an
 * Embedding as a whole.
 *
 * <p><b>Rows.</b> A task keeps its rows in files of its machine. With {@code shuffle} it draws
 * another order of them in each epoch; a row stays with its task. Without it, batches have the
 * order of the data frame.
 *
 * <p><b>Failures.</b> A lost task ends the others within {@code timeout} seconds. The training then
 * starts again from the last checkpoint in {@code checkpointDir}, or from the beginning without it,
 * at most {@code maxRestarts} times.
 *
 * <p><b>Security.</b> The tasks add up by TensorFlow's collective operations. Their servers listen
 * on all interfaces, without authentication, until the executors end: use a private network.
 *
 * @see <a href="https://spark.apache.org/docs/latest/ml-pipeline.html">Spark: ML pipelines</a>
 */
public final class TenonEstimator extends TrainingParams implements MLWritable {
  private static final long serialVersionUID = 1L;

  private final SharedModel model;
  private final @Nullable ReplicaCallbacks callbacks;

  TenonEstimator(String uid, ModelFiles files) {
    this(uid, new SharedModel(files), null);
  }

  private TenonEstimator(String uid, SharedModel model, @Nullable ReplicaCallbacks callbacks) {
    super(uid);
    this.model = model;
    this.callbacks = callbacks;
  }

  /**
   * Creates an estimator that starts from the current weights of a model.
   *
   * @param model a compiled model, which the caller closes; its optimizer, loss and metrics are
   *     used
   * @throws dev.tenon.error.UnsupportedModelException if the model cannot be saved
   */
  public static TenonEstimator of(dev.tenon.Model model) {
    try (WorkFolder folder = WorkFolder.create()) {
      return new TenonEstimator(newUid(), SavedForm.write(model, folder.path()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Creates an estimator of a compiled {@code .keras} or {@code .h5} file.
   *
   * @param path a local path, or one of a file system of Hadoop
   * @throws IOException if the model cannot be read
   */
  public static TenonEstimator fromFile(String path) throws IOException {
    return new TenonEstimator(newUid(), SavedForm.read(path));
  }

  private static String newUid() {
    return Identifiable$.MODULE$.randomUID("TenonEstimator");
  }

  /** Returns the reader of stored stages. */
  public static MLReader<TenonEstimator> read() {
    return new StageReader<>(TenonEstimator.class, TenonEstimator::new);
  }

  /**
   * Loads a stage that {@code write().save(path)} stored; it has no callbacks.
   *
   * @param path the folder
   */
  public static TenonEstimator load(String path) {
    return read().load(path);
  }

  @Override
  public MLWriter write() {
    return new StageWriter(this, model.files());
  }

  @Override
  public TenonEstimator copy(ParamMap extra) {
    return copyValues(new TenonEstimator(uid(), model, callbacks), extra);
  }

  /**
   * Trains the model.
   *
   * @param rows the data frame
   * @return the trained model, with the columns of this estimator and the history of the training
   * @throws IllegalArgumentException if a column does not fit, or the cluster has fewer free slots
   *     than {@code numTasks}
   * @throws IllegalStateException if tasks were lost more often than {@code maxRestarts}
   */
  @Override
  public TenonModel fit(Dataset<?> rows) {
    TrainingJob.Trained trained = new TrainingJob(this, model, callbacks).run(rows);
    TenonModel result = scorer(trained.files());
    result.setHistory(trained.history());
    result.setParent(this);
    return result;
  }

  /**
   * Returns the schema that the trained model will give.
   *
   * @throws IllegalArgumentException if a column is missing or has a type that does not fit
   */
  @Override
  public StructType transformSchema(StructType schema) {
    TrainingColumns unused = TrainingColumns.of(this, model.signature(), schema);
    return scorer(model.files()).transformSchema(schema);
  }

  /** Returns a scorer of the columns of this estimator. */
  private TenonModel scorer(ModelFiles files) {
    TenonModel result = new TenonModel(uid() + "_model", files);
    Map<String, String> inputs = value(inputs());
    if (inputs != null) {
      result.setInputs(inputs);
    } else if (model.signature().inputs().size() == 1) {
      result.setInputCol(getOrDefault(featuresCol()));
    }
    String output = value(outputCol());
    if (output != null) {
      result.setOutputCol(output);
    }
    return result;
  }

  /**
   * Returns this estimator with callbacks, which are not stored with it.
   *
   * @param value creates the callbacks of each task; a lambda of serializable values
   */
  public TenonEstimator withCallbacks(ReplicaCallbacks value) {
    return copyValues(new TenonEstimator(uid(), model, value), ParamMap.empty());
  }

  /** Sets the column of a model's only input; {@code features} by default. */
  public TenonEstimator setFeaturesCol(String value) {
    return with(featuresCol(), value);
  }

  /** Sets the column of each input, by the input's name. */
  public TenonEstimator setInputs(Map<String, String> value) {
    return with(inputs(), new LinkedHashMap<>(value));
  }

  /** Sets the column of the targets of a model's only output; {@code label} by default. */
  public TenonEstimator setLabelCol(String value) {
    return with(labelCol(), value);
  }

  /** Sets the column of the targets of each output, by the output's name. */
  public TenonEstimator setTargets(Map<String, String> value) {
    return with(targets(), new LinkedHashMap<>(value));
  }

  /** Sets the column of sample weights, which hold for every output; none by default. */
  public TenonEstimator setWeightCol(String value) {
    return with(weightCol(), value);
  }

  /** Sets the column of booleans that is true for rows that validate after each epoch. */
  public TenonEstimator setValidationIndicatorCol(String value) {
    return with(validationIndicatorCol(), value);
  }

  /** Sets the new column of the trained model's first output. */
  public TenonEstimator setOutputCol(String value) {
    return with(outputCol(), value);
  }

  /** Sets the number of rows of a step of all tasks together; 32 by default. */
  public TenonEstimator setBatchSize(int value) {
    set(batchSize(), value);
    return this;
  }

  /** Sets the number of epochs; 1 by default. */
  public TenonEstimator setEpochs(int value) {
    set(epochs(), value);
    return this;
  }

  /** Sets the number of tasks that train together; by default the free slots of the cluster. */
  public TenonEstimator setNumTasks(int value) {
    set(numTasks(), value);
    return this;
  }

  /** Sets whether each task shuffles its rows before each epoch; true by default. */
  public TenonEstimator setShuffle(boolean value) {
    set(shuffle(), value);
    return this;
  }

  /** Sets the seed of the shuffle; 0 by default. */
  public TenonEstimator setSeed(long value) {
    set(seed(), value);
    return this;
  }

  /** Sets 1, the default, to print a line for each epoch on the driver, or 0 for none. */
  public TenonEstimator setVerbose(int value) {
    set(verbose(), value);
    return this;
  }

  /**
   * Sets the folder of checkpoints, which are deleted when the training is complete; none by
   * default.
   *
   * @param value a path of a file system that all executors see
   */
  public TenonEstimator setCheckpointDir(String value) {
    return with(checkpointDir(), value);
  }

  /** Sets how often a lost task restarts the training; 3 by default. */
  public TenonEstimator setMaxRestarts(int value) {
    set(maxRestarts(), value);
    return this;
  }

  /** Sets how many seconds a step waits for another task; 120 by default. */
  public TenonEstimator setTimeout(int value) {
    set(timeout(), value);
    return this;
  }

  /** Sets the ports of the tasks' servers, such as {@code 40000-40100}; any by default. */
  public TenonEstimator setPorts(String value) {
    return with(ports(), value);
  }

  private <T> TenonEstimator with(Param<T> param, T value) {
    set(param, value);
    return this;
  }
}
