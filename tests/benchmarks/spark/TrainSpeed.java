import static dev.tenon.Tenon.*;

import dev.tenon.Model;
import dev.tenon.spark.TenonEstimator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The time of a step of training on two executors, and the share of it that adding up takes: what
 * it is longer than a step of one executor alone with half the batch.
 */
public final class TrainSpeed {
  private static final int BATCH = 256;
  private static final int ROWS = 40 * BATCH;

  private TrainSpeed() {}

  public static void main(String[] arguments) {
    int rounds = Integer.parseInt(arguments[0]);
    SparkSession spark =
        SparkSession.builder()
            .master("local-cluster[2,1,1024]")
            .config("spark.ui.enabled", false)
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .config("spark.executor.extraJavaOptions", "-Dtenon.threads=1")
            .config("spark.executorEnv.TF_CPP_MIN_LOG_LEVEL", "3")
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    Dataset<Row> rows =
        spark
            .range(0, ROWS, 1, 2)
            .selectExpr(
                "transform(sequence(1, 784), i -> cast(hash(id, i) % 1000 / 1000.0 as float)) features",
                "cast(id % 10 as int) label")
            .cache();
    rows.count();
    Map<String, Supplier<Model>> nets = new LinkedHashMap<>();
    nets.put(
        "dense 784-128-64-10",
        () -> Model.sequential(input(784), dense(128, "relu"), dense(64, "relu"), dense(10, "softmax")));
    nets.put(
        "dense 784-1024-1024-10",
        () ->
            Model.sequential(
                input(784), dense(1024, "relu"), dense(1024, "relu"), dense(10, "softmax")));
    nets.put(
        "CNN 32-64",
        () ->
            Model.sequential(
                input(784),
                reshape(28, 28, 1),
                conv2D(32, 3).activation("relu"),
                maxPooling2D(2),
                conv2D(64, 3).activation("relu"),
                maxPooling2D(2),
                flatten(),
                dense(10, "softmax")));
    System.out.println("a step of batches of " + BATCH + ", executors of one thread, " + rounds + " rounds");
    nets.forEach(
        (name, net) -> {
          try (Model model = net.get()) {
            model.compile("adam", "sparse_categorical_crossentropy");
            List<Double> two = new ArrayList<>();
            List<Double> half = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
              two.add(step(model, rows, 2, BATCH, ROWS / BATCH));
              half.add(step(model, rows, 1, BATCH / 2, ROWS / BATCH * 2));
            }
            double together = median(two);
            double alone = median(half);
            System.out.printf(
                "%s (%,d weights): %.2f ms on two executors, %.2f ms for half the batch on one: "
                    + "%.0f %% of a step is all-reduce%n",
                name, model.countParams(), together, alone, 100 * (1 - alone / together));
          }
        });
    spark.stop();
  }

  /** Returns milliseconds of a step: what more epochs take longer. */
  private static double step(Model model, Dataset<Row> rows, int tasks, int batch, int steps) {
    long few = time(model, rows, tasks, batch, 2);
    long many = time(model, rows, tasks, batch, 8);
    return (many - few) / 1e6 / (6.0 * steps);
  }

  private static long time(Model model, Dataset<Row> rows, int tasks, int batch, int epochs) {
    long begun = System.nanoTime();
    TenonEstimator.of(model)
        .setNumTasks(tasks)
        .setBatchSize(batch)
        .setEpochs(epochs)
        .setVerbose(0)
        .fit(rows);
    return System.nanoTime() - begun;
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
