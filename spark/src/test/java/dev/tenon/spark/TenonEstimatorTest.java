package dev.tenon.spark;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tenon.Model;
import dev.tenon.callbacks.Callback;
import dev.tenon.callbacks.History;
import dev.tenon.callbacks.Logs;
import dev.tenon.callbacks.TrainingRun;
import dev.tenon.data.Batch;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks of a cluster learn together what one machine learns. */
final class TenonEstimatorTest {
  private static final Offset<Double> WITHIN = Offset.offset(1e-5);
  private static final int ROWS = 37;
  private static final int VALIDATING = 10;

  private static SparkSession spark;
  private static Dataset<Row> frame;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    spark = LocalCluster.of(4);
    StructType schema =
        new StructType()
            .add("features", DataTypes.createArrayType(DataTypes.FloatType))
            .add("label", DataTypes.IntegerType)
            .add("weight", DataTypes.DoubleType)
            .add("validates", DataTypes.BooleanType);
    frame = spark.createDataFrame(rows(), schema).coalesce(1);
  }

  @AfterAll
  static void stop() {
    LocalCluster.stop(spark);
  }

  private static List<Row> rows() {
    Random random = new Random(5);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS + VALIDATING; i++) {
      Float[] features = new Float[5];
      for (int j = 0; j < features.length; j++) {
        features[j] = (float) random.nextGaussian();
      }
      rows.add(RowFactory.create(features, random.nextInt(3), 0.5 + random.nextFloat(), i >= ROWS));
    }
    return rows;
  }

  private static Model model() {
    setRandomSeed(3);
    Model model =
        Model.sequential(
            input(5),
            dense(7, "relu").kernelRegularizer(l2(0.01)).name("a"),
            batchNormalization().trainable(false).name("n"),
            dense(3, "softmax").name("b"));
    model.compile(
        compile()
            .optimizer(sgd(0.05).momentum(0.9).globalClipnorm(1.0))
            .loss("sparse_categorical_crossentropy")
            .metrics("accuracy"));
    return model;
  }

  /** The rows of the frame as the arrays of one machine, in the order in which Spark has them. */
  private static Batch samples(boolean validating) {
    List<Row> rows =
        frame.collectAsList().stream().filter(row -> row.getBoolean(3) == validating).toList();
    float[][] features = new float[rows.size()][5];
    int[] labels = new int[rows.size()];
    float[] weights = new float[rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      List<Float> values = rows.get(i).getList(0);
      for (int j = 0; j < 5; j++) {
        features[i][j] = values.get(j);
      }
      labels[i] = rows.get(i).getInt(1);
      weights[i] = (float) rows.get(i).getDouble(2);
    }
    return new Batch(
        List.of(Tensor.of(features)),
        List.of(Tensor.of(labels, labels.length)),
        List.of(Tensor.of(weights, weights.length)));
  }

  private static TenonEstimator estimator(Model model) {
    return TenonEstimator.of(model)
        .setWeightCol("weight")
        .setValidationIndicatorCol("validates")
        .setBatchSize(8)
        .setEpochs(3)
        .setShuffle(false)
        .setVerbose(0);
  }

  private static History alone(Model model) {
    return model.fit(
        dev.tenon.data.Dataset.of(samples(false)).batch(8),
        fit()
            .epochs(3)
            .verbose(0)
            .validationData(dev.tenon.data.Dataset.of(samples(true)).batch(8)));
  }

  private static void requireEqual(TenonModel trained, Model alone, History history) {
    assertThat(trained.history().keySet()).isEqualTo(history.history().keySet());
    for (String name : history.history().keySet()) {
      assertThat(doubles(trained.history().get(name)))
          .as(name)
          .containsExactly(doubles(history.get(name)), WITHIN);
    }
    try (Model together = trained.toModel()) {
      alone
          .weights()
          .forEach(
              (name, weight) ->
                  assertThat(together.weights().get(name).toDoubleArray())
                      .as(name)
                      .containsExactly(weight.toDoubleArray(), WITHIN));
    }
  }

  private static double[] doubles(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void tasksLearnWhatOneMachineLearns(int tasks) throws Exception {
    try (Model model = model()) {
      TenonModel trained = estimator(model).setNumTasks(tasks).fit(frame);
      requireEqual(trained, model, alone(model));
      Row scored = trained.setOutputCol("scores").transform(frame).first();
      assertThat(scored.getList(4)).hasSize(3);
    }
  }

  @Test
  void aLostExecutorIsReplacedAndTheTrainingGoesOnFromTheCheckpoint() throws Exception {
    try (Model model = model()) {
      String marker = folder.resolve("killed").toString();
      TenonModel trained =
          estimator(model)
              .setNumTasks(2)
              .setCheckpointDir(folder.resolve("checkpoints").toUri().toString())
              .setTimeout(20)
              .withCallbacks(rank -> List.of(new Death(rank, marker)))
              .fit(frame);
      assertThat(Path.of(marker)).exists();
      requireEqual(trained, model, alone(model));
      try (var left = Files.list(folder.resolve("checkpoints"))) {
        assertThat(left.filter(path -> !path.toString().contains(".crc"))).isEmpty();
      }
    }
  }

  /** Ends the executor of the second task in the middle of the second epoch, once. */
  private record Death(int rank, String marker) implements Callback {
    @Override
    public void onTrainBatchEnd(TrainingRun fitting, int batch, Logs logs) {
      if (rank == 1 && batch == 2 && fitting.iterations() > 5 && !Files.exists(Path.of(marker))) {
        try {
          Files.createFile(Path.of(marker));
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
        Runtime.getRuntime().halt(1);
      }
    }
  }

  @Test
  void aMistakeIsReportedAndNotTriedAgain() {
    try (Model model = model()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> estimator(model).setNumTasks(9).fit(frame))
          .withMessageContaining("numTasks is 9")
          .withMessageContaining("4 of 4 slots");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> estimator(model).setLabelCol("labels").fit(frame))
          .withMessageContaining("labels");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> estimator(model).setNumTasks(4).setBatchSize(2).fit(frame))
          .withMessageContaining("fewer tasks or larger batches");
    }
  }

  @Test
  void anEstimatorIsAStageOfAPipelineThatIsStored() throws Exception {
    try (Model model = model()) {
      Pipeline pipeline =
          new Pipeline()
              .setStages(new PipelineStage[] {estimator(model).setNumTasks(2).setEpochs(1)});
      pipeline.write().save(folder.resolve("pipeline").toString());
      PipelineModel trained = Pipeline.load(folder.resolve("pipeline").toString()).fit(frame);
      trained.write().save(folder.resolve("trained").toString());
      Dataset<Row> scored =
          PipelineModel.load(folder.resolve("trained").toString()).transform(frame);
      assertThat(scored.columns()).contains("b");
      assertThat(((TenonModel) trained.stages()[0]).history()).containsKey("val_loss");
    }
  }
}
