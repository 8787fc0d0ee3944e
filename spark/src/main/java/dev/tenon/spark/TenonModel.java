package dev.tenon.spark;

import dev.tenon.engine.Engine;
import dev.tenon.spark.internal.files.ModelFiles;
import dev.tenon.spark.internal.files.SavedForm;
import dev.tenon.spark.internal.files.WorkFolder;
import dev.tenon.zoo.Preprocessing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A Spark ML transformer that computes new columns by a model of any format that Tenon reads.
 *
 * <pre>{@code
 * TenonModel scorer =
 *     TenonModel.fromFile("model.keras").setInputCol("features").setOutputCol("scores");
 * Dataset<Row> scored = scorer.transform(rows);
 * }</pre>
 *
 * <p><b>Input columns</b> are numbers, arrays of numbers, vectors, strings, bytes or images. A flat
 * array or a vector also fills an input of several axes. A column of encoded images (binary), or of
 * Spark's image type, is decoded and resized as in the model's training. Texts become tokens if the
 * model has a tokenizer. Nulls are errors.
 *
 * <p><b>Output columns</b> are arrays of the output's element type, nested for several axes, or
 * vectors. An output without other axes than the batch is a number. Without {@code outputCol},
 * {@code outputs}, {@code argMax} and {@code softMax}, each output has a column of its own name.
 *
 * <p><b>Execution.</b> An executor gets the model once by a broadcast and loads it once; its tasks
 * share it. A task holds one batch of rows at a time. Each run uses as many threads as {@code
 * spark.task.cpus} says, unless the system property {@code tenon.threads} is set.
 *
 * @see <a href="https://spark.apache.org/docs/latest/ml-pipeline.html">Spark: ML pipelines</a>
 */
public final class TenonModel extends ScoringParams implements MLWritable {
  private static final long serialVersionUID = 1L;

  private final SharedModel model;
  private transient @Nullable Map<String, List<Double>> history;

  /**
   * Creates a transformer.
   *
   * @param uid the identity of the stage
   * @param files the model
   */
  TenonModel(String uid, ModelFiles files) {
    this(uid, new SharedModel(files));
  }

  private TenonModel(String uid, SharedModel model) {
    super(uid);
    this.model = model;
  }

  /**
   * Creates a transformer of a model with its current weights; later changes do not affect it.
   *
   * @param model the model, which the caller closes
   * @throws dev.tenon.error.UnsupportedModelException if the model cannot be saved
   */
  public static TenonModel of(dev.tenon.Model model) {
    try (WorkFolder folder = WorkFolder.create()) {
      return new TenonModel(newUid(), SavedForm.write(model, folder.path()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Creates a transformer of a model file or folder.
   *
   * @param path a local path, or one of a file system of Hadoop, such as {@code
   *     hdfs://host/model.keras} or {@code s3a://bucket/model.onnx}. A path without scheme is local
   *     if there is such a file, otherwise on Hadoop's default file system
   * @throws IOException if the model cannot be read
   */
  public static TenonModel fromFile(String path) throws IOException {
    return new TenonModel(newUid(), SavedForm.read(path));
  }

  private static String newUid() {
    return Identifiable$.MODULE$.randomUID("TenonModel");
  }

  /** Returns the reader of stored stages. */
  public static MLReader<TenonModel> read() {
    return new StageReader<>(TenonModel.class, TenonModel::new);
  }

  /**
   * Loads a stage that {@code write().save(path)} stored.
   *
   * @param path the folder
   */
  public static TenonModel load(String path) {
    return read().load(path);
  }

  @Override
  public MLWriter write() {
    return new StageWriter(this, model.files());
  }

  /**
   * Returns the loss and the metrics of each epoch by name, such as {@code val_loss}; empty for a
   * model that no {@link TenonEstimator} has trained.
   */
  public Map<String, List<Double>> history() {
    Map<String, List<Double>> known = history;
    return known == null ? Map.of() : known;
  }

  /**
   * Returns the model, such as to save it as a {@code .keras} file.
   *
   * @return a model of its own, which the caller closes
   */
  public dev.tenon.Model toModel() {
    try {
      return model.files().load();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ModelFiles files() {
    return model.files();
  }

  void setHistory(Map<String, List<Double>> value) {
    history = Map.copyOf(value);
  }

  @Override
  public TenonModel copy(ParamMap extra) {
    TenonModel copy = copyValues(new TenonModel(uid(), model), extra);
    copy.history = history;
    return hasParent() ? copy.setParent(parent()) : copy;
  }

  /**
   * Returns the data frame with the new columns.
   *
   * @param rows the data frame
   * @throws IllegalArgumentException if a column is missing or has a type that does not fit
   */
  @Override
  public Dataset<Row> transform(Dataset<?> rows) {
    return Scoring.of(this, model.signature(), rows.schema()).apply(rows, model);
  }

  /**
   * Returns the schema with the new columns.
   *
   * @param schema the schema of the data frame
   * @throws IllegalArgumentException if a column is missing or has a type that does not fit
   */
  @Override
  public StructType transformSchema(StructType schema) {
    return Scoring.of(this, model.signature(), schema).schema();
  }

  /** Sets the column of a model's only input. */
  public TenonModel setInputCol(String value) {
    return with(inputCol(), value);
  }

  /** Sets the new column of a model's first output. */
  public TenonModel setOutputCol(String value) {
    return with(outputCol(), value);
  }

  /** Sets the column of each input, by the input's name; others have columns of their own name. */
  public TenonModel setInputs(Map<String, String> value) {
    return with(inputs(), new LinkedHashMap<>(value));
  }

  /**
   * Sets the output or inner value of each new column, by the column's name.
   *
   * @param value for each column the name of an output or layer, as in {@link
   *     dev.tenon.inspect.Inspector}
   */
  public TenonModel setOutputs(Map<String, String> value) {
    return with(outputs(), new LinkedHashMap<>(value));
  }

  /** Sets new columns with the index of an output's largest element, as outputs by column. */
  public TenonModel setArgMax(Map<String, String> value) {
    return with(argMax(), new LinkedHashMap<>(value));
  }

  /** Sets new columns with the softmax of an output, as outputs by column. */
  public TenonModel setSoftMax(Map<String, String> value) {
    return with(softMax(), new LinkedHashMap<>(value));
  }

  /** Sets the new column with the index of the first output's largest element. */
  public TenonModel setArgMaxCol(String value) {
    return with(argMaxCol(), value);
  }

  /** Sets the new column with the softmax of the first output. */
  public TenonModel setSoftMaxCol(String value) {
    return with(softMaxCol(), value);
  }

  /**
   * Sets the largest number of rows of a run; 32 by default.
   *
   * @param value the number, at least 1
   */
  public TenonModel setBatchSize(int value) {
    set(batchSize(), value);
    return this;
  }

  /**
   * Sets the engine.
   *
   * @param value {@code tensorflow} or {@code onnxruntime}
   * @throws IllegalArgumentException for another name
   */
  public TenonModel setEngine(String value) {
    return with(engine(), Engine.of(value).id());
  }

  /**
   * Sets the type of new columns.
   *
   * @param value {@code array}, the default, or {@code vector}
   * @throws IllegalArgumentException for another name
   */
  public TenonModel setOutputType(String value) {
    OutputType.of(value);
    return with(outputType(), value);
  }

  /**
   * Sets the scaling of pixels; by default that of the model's training.
   *
   * @param value {@code caffe}, {@code tf}, {@code torch}, or {@code inside} for none
   * @throws IllegalArgumentException for another name
   */
  public TenonModel setPreprocessing(String value) {
    Preprocessing.named(value);
    return with(preprocessing(), value);
  }

  private <T> TenonModel with(Param<T> param, T value) {
    set(param, value);
    return this;
  }
}
