package dev.tenon.spark;

import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.spark.internal.rows.BatchIterator;
import dev.tenon.spark.internal.rows.ColumnGroup;
import dev.tenon.spark.internal.rows.PartitionIterator;
import dev.tenon.spark.internal.rows.RowChunks;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A data set of the rows of a Spark data frame, which the driver reads partition after partition.
 *
 * <pre>{@code
 * DataFrameDataset data =
 *     DataFrameDataset.of(frame).feature("length", "width").label("species").batch(64).shuffle(7);
 * model.fit(data, fit().epochs(5));
 * }</pre>
 *
 * <p>The driver holds two partitions at most: the one in use, and the next one. Executors make
 * tensors of the rows. A pass is a Spark job for each partition; a frame that is costly to compute
 * should be cached.
 *
 * <p>A feature of numbers has the shape (batch, columns). A column of arrays or {@code ml} vectors
 * gives (batch, length), and arrays of arrays one more axis. A label of one number is (batch).
 * Float, double and decimal columns become float32; whole numbers int32 or int64, but float32 in a
 * feature of several columns. Strings and booleans keep their type. Immutable.
 *
 * @see <a href="https://keras.io/api/data_loading/">Keras: data loading</a>
 */
public final class DataFrameDataset implements Dataset {
  private final org.apache.spark.sql.Dataset<Row> frame;
  private final List<List<String>> features;
  private final List<List<String>> labels;
  private final @Nullable String weight;
  private final int batchSize;
  private final @Nullable Long seed;
  private final @Nullable Long samples;

  private DataFrameDataset(
      org.apache.spark.sql.Dataset<Row> frame,
      List<List<String>> features,
      List<List<String>> labels,
      @Nullable String weight,
      int batchSize,
      @Nullable Long seed,
      @Nullable Long samples) {
    this.frame = frame;
    this.features = List.copyOf(features);
    this.labels = List.copyOf(labels);
    this.weight = weight;
    this.batchSize = batchSize;
    this.seed = seed;
    this.samples = samples;
  }

  /**
   * Returns a data set without features, in batches of 32 and in the order of the frame.
   *
   * @param frame the rows
   */
  public static DataFrameDataset of(org.apache.spark.sql.Dataset<Row> frame) {
    return new DataFrameDataset(frame, List.of(), List.of(), null, 32, null, null);
  }

  /**
   * Adds a feature: the next input of the model.
   *
   * @param columns at least one column; several are joined along the second axis
   */
  public DataFrameDataset feature(String... columns) {
    return new DataFrameDataset(
        frame, with(features, columns), labels, weight, batchSize, seed, samples);
  }

  /**
   * Adds a label: the target of the next output of the model.
   *
   * @param columns at least one column; several are joined along the second axis
   */
  public DataFrameDataset label(String... columns) {
    return new DataFrameDataset(
        frame, features, with(labels, columns), weight, batchSize, seed, samples);
  }

  private static List<List<String>> with(List<List<String>> before, String... columns) {
    List<List<String>> all = new ArrayList<>(before);
    all.add(List.of(columns));
    return all;
  }

  /**
   * Sets the column of sample weights, which holds for every label; none by default.
   *
   * @param column a column of numbers
   */
  public DataFrameDataset weight(String column) {
    return new DataFrameDataset(frame, features, labels, column, batchSize, seed, samples);
  }

  /**
   * Returns the same rows in batches of another size; 32 by default. The last batch can be smaller.
   *
   * @throws IllegalArgumentException if the size is less than 1
   */
  @Override
  public DataFrameDataset batch(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("batch(size): size is " + size + ", must be at least 1");
    }
    return new DataFrameDataset(frame, features, labels, weight, size, seed, samples);
  }

  /**
   * Sorts all rows by a random number in each pass: a uniform shuffle on the cluster.
   *
   * <p>The seed of pass {@code n} is {@code newSeed + n}. The order is the same each time if Spark
   * gives the frame the same partitions and rows in the same order. {@link #shuffle(int, long)}
   * does without a sort: it draws from a buffer on the driver.
   *
   * @param newSeed the seed
   */
  public DataFrameDataset shuffle(long newSeed) {
    return new DataFrameDataset(frame, features, labels, weight, batchSize, newSeed, samples);
  }

  /**
   * Sets the number of rows if it is known, such as {@code frame.count()}; {@link #batches} follows
   * from it. Unknown by default, since counting is a Spark job.
   *
   * @param rows the number of rows
   * @throws IllegalArgumentException if it is negative
   */
  public DataFrameDataset samples(long rows) {
    if (rows < 0) {
      throw new IllegalArgumentException("samples(rows): rows is " + rows + ", must be at least 0");
    }
    return new DataFrameDataset(frame, features, labels, weight, batchSize, seed, rows);
  }

  @Override
  public OptionalLong batches() {
    return samples == null
        ? OptionalLong.empty()
        : OptionalLong.of((samples + batchSize - 1) / batchSize);
  }

  /**
   * Starts a pass.
   *
   * @throws IllegalArgumentException if there is no feature, a column is missing, or its type is
   *     not supported
   */
  @Override
  public Iterator<Batch> pass(int epoch) {
    if (features.isEmpty()) {
      throw new IllegalArgumentException(
          "the data set has no feature: name its columns, as in feature(\"length\", \"width\")");
    }
    StructType schema = frame.schema();
    List<ColumnGroup> groups = new ArrayList<>();
    features.forEach(columns -> groups.add(ColumnGroup.of(schema, columns, true)));
    labels.forEach(columns -> groups.add(ColumnGroup.of(schema, columns, false)));
    if (weight != null) {
      groups.add(ColumnGroup.of(schema, List.of(weight), false));
    }
    org.apache.spark.sql.Dataset<Row> ordered =
        seed == null ? frame : frame.orderBy(functions.rand(seed + epoch));
    JavaRDD<byte[]> chunks =
        ordered.toJavaRDD().mapPartitions(new RowChunks(List.copyOf(groups), batchSize));
    Iterator<List<Tensor>> batches = new BatchIterator(new PartitionIterator<>(chunks), batchSize);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return batches.hasNext();
      }

      @Override
      public Batch next() {
        return batch(batches.next());
      }
    };
  }

  private Batch batch(List<Tensor> tensors) {
    int inputs = features.size();
    List<@Nullable Tensor> weights = new ArrayList<>();
    if (weight != null) {
      labels.forEach(label -> weights.add(tensors.get(tensors.size() - 1)));
    }
    return new Batch(
        tensors.subList(0, inputs),
        new ArrayList<>(tensors.subList(inputs, inputs + labels.size())),
        weights);
  }

  @Override
  public String toString() {
    return "DataFrameDataset[features=" + features + ", labels=" + labels + "]";
  }
}
