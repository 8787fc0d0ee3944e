package dev.tenon.spark;

import static dev.tenon.Tenon.dense;
import static dev.tenon.Tenon.fit;
import static dev.tenon.Tenon.input;
import static dev.tenon.Tenon.sgd;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.rand;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.Model;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.data.sets.Iris;
import dev.tenon.initializers.Seeds;
import dev.tenon.spark.samples.TrainFromParquet;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches of a data frame have the rows that Spark collects. */
final class DataFrameDatasetTest {
  private static SparkSession spark;
  private static org.apache.spark.sql.Dataset<Row> frame;

  @BeforeAll
  static void start() {
    spark = LocalCluster.inside(2);
    // 23 rows in partitions of 0, 8, 7 and 8.
    org.apache.spark.sql.Dataset<Row> rows =
        spark
            .range(-10, 23, 1, 4)
            .filter("id >= 0")
            .selectExpr(
                "id",
                "cast(id as double) / 4 as a",
                "cast(id % 5 as float) as b",
                "cast(id % 3 as int) as class",
                "id * 2.0 + 1 as target",
                "concat('row ', id) as text",
                "id % 2 = 0 as even",
                "1 / (1 + id) as w");
    frame =
        new VectorAssembler()
            .setInputCols(new String[] {"a", "b"})
            .setOutputCol("vector")
            .transform(rows)
            .withColumn("grid", array(array(col("a"), col("b")), array(col("b"), col("a"))))
            .cache();
  }

  @AfterAll
  static void stop() {
    LocalCluster.stop(spark);
  }

  private static List<Batch> batches(Dataset data, int epoch) {
    List<Batch> all = new ArrayList<>();
    data.pass(epoch).forEachRemaining(all::add);
    return all;
  }

  private static List<Long> ids(Dataset data, int epoch) {
    List<Long> all = new ArrayList<>();
    for (Batch batch : batches(data, epoch)) {
      for (long id : batch.features().get(0).toLongArray()) {
        all.add(id);
      }
    }
    return all;
  }

  private static DataFrameDataset tabular() {
    return DataFrameDataset.of(frame).feature("a", "b").label("target").batch(5);
  }

  @Test
  void columnsBecomeTensors() {
    DataFrameDataset data =
        DataFrameDataset.of(frame)
            .feature("a", "class")
            .feature("vector")
            .feature("grid")
            .feature("text")
            .feature("id")
            .label("class")
            .label("even")
            .weight("w")
            .batch(10);
    List<Batch> batches = batches(data, 0);
    assertThat(batches).extracting(Batch::size).containsExactly(10, 10, 3);
    Batch last = batches.get(2);
    // Row 21: a is 5.25, b is 1, class is 0, and an odd id.
    assertThat(last.features().get(0).get(1)).isEqualTo(Tensor.of(new float[] {5.25f, 0}, 2));
    assertThat(last.features().get(1).get(1)).isEqualTo(Tensor.of(new float[] {5.25f, 1}, 2));
    assertThat(last.features().get(2).get(1))
        .isEqualTo(Tensor.of(new float[] {5.25f, 1, 1, 5.25f}, 2, 2));
    assertThat(last.features().get(3))
        .isEqualTo(Tensor.ofStrings(new String[] {"row 20", "row 21", "row 22"}, 3));
    assertThat(last.features().get(4)).isEqualTo(Tensor.of(new long[] {20, 21, 22}, 3, 1));
    assertThat(last.targets().get(0)).isEqualTo(Tensor.of(new int[] {2, 0, 1}, 3));
    assertThat(last.targets().get(1).dtype()).isEqualTo(DType.BOOL);
    assertThat(last.targets().get(1).toLongArray()).containsExactly(1, 0, 1);
    assertThat(last.weights()).hasSize(2);
    assertThat(last.weights().get(1).toFloatArray()).containsExactly(1 / 21f, 1 / 22f, 1 / 23f);
  }

  @Test
  void aShuffleHasSparksOrder() {
    DataFrameDataset data = DataFrameDataset.of(frame).feature("id").batch(7).shuffle(3);
    for (int epoch = 0; epoch < 2; epoch++) {
      List<Long> expected =
          frame.orderBy(rand(3 + epoch)).select("id").collectAsList().stream()
              .map(row -> row.getLong(0))
              .toList();
      assertThat(ids(data, epoch)).isEqualTo(expected).doesNotHaveDuplicates().hasSize(23);
    }
    assertThat(ids(data, 0)).isNotEqualTo(ids(data, 1));
    Dataset buffered = DataFrameDataset.of(frame).feature("id").batch(7).shuffle(8, 3);
    assertThat(ids(buffered, 0))
        .isNotEqualTo(ids(buffered, 1))
        .containsExactlyInAnyOrderElementsOf(ids(data, 0));
  }

  private static Model model() {
    return Seeds.with(
        5,
        () -> {
          Model model = Model.sequential(input(2), dense(3).activation("tanh"), dense(1));
          model.compile(sgd(0.01), "mse");
          return model;
        });
  }

  /** The driver's memory has the same batches. */
  @Test
  void aModelLearnsAsFromMemory() {
    List<Row> rows = frame.select("a", "b", "target").collectAsList();
    float[] x = new float[2 * rows.size()];
    float[] y = new float[rows.size()];
    IntStream.range(0, rows.size())
        .forEach(
            i -> {
              x[2 * i] = (float) rows.get(i).getDouble(0);
              x[2 * i + 1] = rows.get(i).getFloat(1);
              y[i] = rows.get(i).getDecimal(2).floatValue();
            });
    Dataset memory = Dataset.of(Tensor.of(x, 23, 2), Tensor.of(y, 23)).batch(5);
    DataFrameDataset data = tabular().samples(23);
    assertThat(data.batches()).hasValue(5);
    try (Model streamed = model();
        Model local = model()) {
      assertThat(streamed.fit(data, fit().epochs(2).verbose(0)).get("loss"))
          .isEqualTo(local.fit(memory, fit().epochs(2).verbose(0)).get("loss"));
      assertThat(streamed.evaluate(data).get("loss"))
          .isCloseTo(local.evaluate(memory).get("loss"), within(1e-7));
      assertThat(streamed.predict(data).values().iterator().next())
          .isEqualTo(local.predict(memory).values().iterator().next());
    }
  }

  @Test
  void theSampleLearns(@TempDir Path folder) throws Exception {
    Iris iris = Iris.load();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      Tensor flower = iris.data().get(i);
      rows.add(
          RowFactory.create(
              flower.getDouble(2), flower.getDouble(3), (int) iris.target().getLong(i)));
    }
    StructType schema = StructType.fromDDL("length double, width double, species int");
    String parquet = folder.resolve("flowers").toString();
    spark.createDataFrame(rows, schema).repartition(3).write().parquet(parquet);
    String model = folder.resolve("flowers.keras").toString();
    assertThat(Printed.by(() -> TrainFromParquet.main(new String[] {parquet, model})))
        .isEqualToNormalizingNewlines("more than 9 of 10 right: true\n");
  }

  @Test
  void errorsNameTheColumn() {
    assertThatThrownBy(() -> DataFrameDataset.of(frame).pass(0))
        .hasMessageContaining("has no feature");
    assertThatThrownBy(() -> DataFrameDataset.of(frame).feature("c").pass(0))
        .hasMessageContaining("column 'c' is not in the data frame");
    assertThatThrownBy(() -> DataFrameDataset.of(frame).feature("a", "text").pass(0))
        .hasMessageContaining("give each a feature of its own");
    assertThatThrownBy(
            () -> DataFrameDataset.of(frame.selectExpr("now() as t")).feature("t").pass(0))
        .hasMessageContaining("column 't' must have numbers")
        .hasMessageContaining("received timestamp");
    assertThatThrownBy(
            () ->
                batches(
                    DataFrameDataset.of(frame.selectExpr("nullif(id, 20) as n")).feature("n"), 0))
        .hasMessageContaining("column 'n' has a null");
    assertThatThrownBy(
            () ->
                batches(
                    DataFrameDataset.of(frame.selectExpr("sequence(0, id) as s")).feature("s"), 0))
        .hasMessageContaining("rows of shapes [1] and [2]");
  }
}
