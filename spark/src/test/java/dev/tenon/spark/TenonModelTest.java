package dev.tenon.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.engine.Engine;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Executors compute what Keras has recorded, and what one machine computes. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class TenonModelTest {
  private static final Offset<Float> KERAS = within(1e-5f);

  private static SparkSession spark;

  @BeforeAll
  static void start() {
    spark = LocalCluster.of(2);
  }

  @AfterAll
  static void stop() {
    LocalCluster.stop(spark);
  }

  private static TenonModel two() {
    try {
      return TenonModel.fromFile(Recorded.model("two.keras").toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void equalsPredictOnTheSameBatchesToTheBit(Engine engine) throws IOException {
    Dataset<Row> scored = two().setEngine(engine.id()).transform(Recorded.two(spark)).cache();
    assertThat(scored.columns()).containsExactly("id", "features", "kind", "logits", "amount");
    try (dev.tenon.Model loaded = dev.tenon.Model.load(Recorded.model("two.keras"));
        dev.tenon.Model model = loaded.on(engine)) {
      Tensor features = Recorded.tensor("two/features");
      Tensor kind = Recorded.tensor("two/kind");
      float[] logits = Recorded.floats(scored, "logits");
      float[] amounts = Recorded.floats(scored, "amount");
      for (int start = 0; start < 70; start += 32) {
        int end = Math.min(start + 32, 70);
        Map<String, Tensor> batch =
            Map.of("features", features.slice(0, start, end), "kind", kind.slice(0, start, end));
        Map<String, Tensor> here = model.predict(batch);
        assertThat(Arrays.copyOfRange(logits, start * 3, end * 3))
            .isEqualTo(here.get("logits").toFloatArray());
        assertThat(Arrays.copyOfRange(amounts, start, end))
            .isEqualTo(here.get("amount").toFloatArray());
      }
      assertThat(logits).containsExactly(Recorded.tensor("two/logits").toFloatArray(), KERAS);
      assertThat(amounts).containsExactly(Recorded.tensor("two/amount").toFloatArray(), KERAS);
    }
    scored.unpersist();
  }

  @Test
  void anyPartitioningAndBatchSizeGivesTheSameNumbers() {
    Dataset<Row> rows = Recorded.two(spark);
    float[] one = Recorded.floats(two().transform(rows), "logits");
    float[] many =
        Recorded.floats(
            two().setBatchSize(7).transform(rows.repartition(5)).filter("id >= 0"), "logits");
    assertThat(many).containsExactly(one, within(1e-6f));
    assertThat(two().transform(rows.filter("id < 0")).count()).isZero();
  }

  @Test
  void newColumnsAreInnerValuesIndicesAndVectors() {
    Dataset<Row> scored =
        two()
            .setInputs(Map.of("features", "x", "kind", "k"))
            .setOutputs(Map.of("inside", "hidden"))
            .setArgMaxCol("best")
            .setSoftMax(Map.of("shares", "logits"))
            .setOutputType("vector")
            .transform(
                Recorded.two(spark)
                    .withColumnRenamed("features", "x")
                    .withColumnRenamed("kind", "k"))
            .orderBy("id");
    float[] hidden = Recorded.tensor("two/hidden").toFloatArray();
    float[] shares = Recorded.tensor("two/softmax").toFloatArray();
    long[] best = Recorded.tensor("two/argmax").toLongArray();
    List<Row> rows = scored.collectAsList();
    assertThat(rows).hasSize(70);
    for (int i = 0; i < 70; i++) {
      Row row = rows.get(i);
      assertThat(floats(row.getAs("inside")))
          .containsExactly(Arrays.copyOfRange(hidden, i * 6, i * 6 + 6), KERAS);
      assertThat(floats(row.getAs("shares")))
          .containsExactly(Arrays.copyOfRange(shares, i * 3, i * 3 + 3), KERAS);
      assertThat(row.<Long>getAs("best")).isEqualTo(best[i]);
    }
  }

  private static float[] floats(Vector vector) {
    float[] floats = new float[vector.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) vector.apply(i);
    }
    return floats;
  }

  @Test
  void imagesAreDecodedAsByKeras() throws IOException {
    List<String> photos = List.of("p444.jpg", "progressive420.jpg", "best.jpg", "rgb8.png");
    TenonModel scorer =
        TenonModel.fromFile(Recorded.model("picture.keras").toString())
            .setOutputs(Map.of("scores", "classes", "maps", "conv"));
    Dataset<Row> files =
        spark
            .read()
            .format("binaryFile")
            .load(
                photos.stream().map(name -> Recorded.image(name).toString()).toArray(String[]::new))
            .withColumn(
                "name", functions.element_at(functions.split(functions.col("path"), "/"), -1));
    List<Row> scored = scorer.setInputCol("content").transform(files).collectAsList();
    assertThat(scored).hasSize(photos.size());
    for (Row row : scored) {
      int at = photos.indexOf(row.<String>getAs("name"));
      List<Float> scores = row.getList(row.fieldIndex("scores"));
      assertThat(scores.get(0))
          .isCloseTo(Recorded.tensor("picture/classes").get(at, 0).getFloat(0), KERAS);
      scala.collection.Seq<scala.collection.Seq<scala.collection.Seq<Float>>> maps =
          row.getAs("maps");
      assertThat(maps.apply(9).apply(7).apply(3))
          .isCloseTo(Recorded.tensor("picture/conv").get(at, 9, 7, 3).getFloat(0), KERAS);
    }
    Dataset<Row> decoded = spark.read().format("image").load(Recorded.image("rgb8.png").toString());
    Row png = scorer.setInputCol("image").transform(decoded).first();
    assertThat(png.<Float>getList(png.fieldIndex("scores")).get(0))
        .isCloseTo(Recorded.tensor("picture/classes").get(3, 0).getFloat(0), KERAS);
  }

  @Test
  void stringsAreInputs() throws IOException {
    Dataset<Row> words =
        spark
            .createDataset(List.of("bee", "cat", "dog", "ant", "bee"), Encoders.STRING())
            .toDF("word")
            .coalesce(1)
            .withColumn("id", functions.monotonically_increasing_id());
    Dataset<Row> scored =
        TenonModel.fromFile(Recorded.model("words.keras").toString()).transform(words);
    assertThat(Recorded.floats(scored, "meaning"))
        .containsExactly(Recorded.tensor("words/meaning").toFloatArray());
  }

  /** The scores are those of transformers' pipeline, in expected.json of the folder. */
  @Test
  void textsBecomeTokens() throws IOException {
    Path folder =
        Path.of(System.getProperty("tenon.root"), "tests/goldens/pipelines/sequence.bert");
    Dataset<Row> texts =
        spark
            .createDataset(List.of("The library is open.", "a good film"), Encoders.STRING())
            .toDF("text")
            .coalesce(1);
    List<Row> scored =
        TenonModel.fromFile(folder.toString())
            .setInputCol("text")
            .setSoftMaxCol("shares")
            .transform(texts)
            .select(functions.array_max(functions.col("shares")))
            .collectAsList();
    assertThat(scored.get(0).getFloat(0)).isCloseTo(0.9830976f, KERAS);
    assertThat(scored.get(1).getFloat(0)).isCloseTo(0.91091144f, KERAS);
  }

  @Test
  void pipelineIsStoredAndLoaded(@TempDir Path folder) throws IOException {
    Dataset<Row> rows =
        Recorded.two(spark)
            .select(
                functions.col("id"),
                functions.col("features").getItem(0).as("a"),
                functions.col("features").getItem(1).as("b"),
                functions.col("features").getItem(2).as("c"),
                functions.col("features").getItem(3).as("d"),
                functions.col("kind"));
    VectorAssembler assembler =
        new VectorAssembler().setInputCols(new String[] {"a", "b", "c", "d"}).setOutputCol("x");
    dev.tenon.Model model = dev.tenon.Model.load(Recorded.model("two.keras"));
    TenonModel scorer =
        TenonModel.of(model)
            .setInputs(Map.of("features", "x"))
            .setOutputCol("logits")
            .setBatchSize(16)
            .setEngine("onnxruntime");
    model.close();
    TenonModel second =
        two().setInputs(Map.of("features", "x")).setOutputs(Map.of("again", "logits"));
    PipelineModel fitted =
        new Pipeline().setStages(new PipelineStage[] {assembler, scorer, second}).fit(rows);
    String path = folder.resolve("pipeline").toString();
    fitted.write().save(path);
    PipelineModel loaded = PipelineModel.load(path);
    TenonModel stage = (TenonModel) loaded.stages()[1];
    assertThat(stage.uid()).isEqualTo(scorer.uid());
    assertThat(stage.getInputs()).containsExactly(Map.entry("features", "x"));
    assertThat(stage.getBatchSize()).isEqualTo(16);
    Dataset<Row> scored = loaded.transform(rows);
    float[] expected = Recorded.tensor("two/logits").toFloatArray();
    assertThat(Recorded.floats(scored, "logits")).containsExactly(expected, KERAS);
    assertThat(Recorded.floats(scored, "again")).containsExactly(expected, KERAS);
  }

  @Test
  void sparseVectorsAreInputs() {
    float[] sparse = {0, 1.5f, 0, -2};
    Dataset<Row> rows =
        Recorded.two(spark)
            .limit(1)
            .withColumn(
                "features",
                functions
                    .udf(
                        (Integer id) -> Vectors.sparse(4, new int[] {1, 3}, new double[] {1.5, -2}),
                        SQLDataTypes.VectorType())
                    .apply(functions.col("id")));
    try (dev.tenon.Model model = dev.tenon.Model.load(Recorded.model("two.keras"))) {
      Tensor here =
          model
              .predict(
                  Map.of(
                      "features",
                      Tensor.of(sparse, 1, 4),
                      "kind",
                      Recorded.tensor("two/kind").slice(0, 0, 1)))
              .get("logits");
      assertThat(Recorded.floats(two().transform(rows), "logits"))
          .containsExactly(here.toFloatArray(), within(1e-6f));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void streamsAreScored(@TempDir Path folder) throws Exception {
    String rows = folder.resolve("rows").toString();
    Recorded.two(spark).write().parquet(rows);
    Dataset<Row> stream = spark.readStream().schema(Recorded.two(spark).schema()).parquet(rows);
    StreamingQuery query =
        two().transform(stream).writeStream().format("memory").queryName("scored").start();
    query.processAllAvailable();
    query.stop();
    assertThat(Recorded.floats(spark.table("scored"), "logits"))
        .containsExactly(Recorded.tensor("two/logits").toFloatArray(), KERAS);
  }

  @Test
  @Order(Integer.MAX_VALUE) // The others need not wait for the new executor.
  void rowsSurviveTheEndOfAnExecutor(@TempDir Path folder) throws IOException {
    String mark = folder.resolve("ended").toString();
    Dataset<Row> rows =
        Recorded.two(spark)
            .repartition(4)
            .map(
                (MapFunction<Row, Row>)
                    row -> {
                      if (row.getInt(0) == 41 && TaskContext.get().attemptNumber() == 0) {
                        Files.createFile(Path.of(mark));
                        Runtime.getRuntime().halt(3);
                      }
                      return row;
                    },
                Encoders.row(Recorded.two(spark).schema()));
    List<Row> scored = two().setBatchSize(4).transform(rows).collectAsList();
    assertThat(Path.of(mark)).exists();
    float[] expected = Recorded.tensor("two/logits").toFloatArray();
    assertThat(scored.stream().map(row -> row.getInt(0)))
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 70).boxed().toList());
    for (Row row : scored) {
      List<Float> logits = new ArrayList<>(row.getList(row.fieldIndex("logits")));
      for (int i = 0; i < 3; i++) {
        assertThat(logits.get(i)).isCloseTo(expected[row.getInt(0) * 3 + i], KERAS);
      }
    }
  }
}
