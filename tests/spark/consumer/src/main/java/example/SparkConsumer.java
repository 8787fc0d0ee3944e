package example;

import static dev.tenon.Tenon.*;
import static dev.tenon.tuning.SearchOptions.searching;

import dev.tenon.Model;
import dev.tenon.engine.Engine;
import dev.tenon.spark.DataFrameDataset;
import dev.tenon.spark.SparkSearch;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.tuning.GridSearch;
import dev.tenon.tuning.SearchResults;
import dev.tenon.tuning.estimator.KerasRegressor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.LoggerFactory;

/** Scores files, trains and searches on the executors of a local cluster; takes a folder for files. */
public final class SparkConsumer {
  private SparkConsumer() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    SparkSession.Builder builder = SparkSession.builder().appName("consumer");
    if (arguments.length > 1) {
      // spark-submit says this itself.
      builder
          .master("local-cluster[2,1,1024]")
          .config("spark.ui.enabled", false)
          .config("spark.driver.host", "127.0.0.1")
          .config("spark.executor.memory", "1g")
          .config("spark.executor.extraClassPath", System.getProperty("java.class.path"));
    }
    try (SparkSession spark = builder.getOrCreate()) {
      Dataset<Row> frame =
          spark.range(0, 64, 1, 4).selectExpr("id", "id / 64 as a", "(id % 7) / 7 as b", "id / 32 as y");
      train(DataFrameDataset.of(frame).feature("a", "b").label("y").batch(16), folder);
      for (String file : List.of("model.onnx", "model.keras", "model.h5")) {
        score(frame, folder.resolve(file).toString());
      }
      search(spark);
      Dataset<String> loggers =
          frame.mapPartitions(
              (MapPartitionsFunction<Row, String>)
                  rows -> List.of(LoggerFactory.getILoggerFactory().getClass().getName()).iterator(),
              Encoders.STRING());
      System.out.println("executors log by " + loggers.distinct().collectAsList());
    }
  }

  private static void train(DataFrameDataset data, Path folder) throws Exception {
    try (Model model = sequential(input(2), dense(4).activation("tanh"), dense(1))) {
      model.compile(sgd(0.05), "mse");
      List<Double> loss = model.fit(data, fit().epochs(3).verbose(0)).get("loss");
      System.out.println("trained on the driver: " + (loss.get(2) < loss.get(0)));
      for (String file : List.of("model.onnx", "model.keras", "model.h5")) {
        model.save(folder.resolve(file).toString());
      }
    }
  }

  /** Compares what executors predict with what the driver does. */
  private static void score(Dataset<Row> frame, String file) throws Exception {
    for (Engine engine : Engine.values()) {
      String name = engine.name();
      Dataset<Float> there =
          frame.mapPartitions(
              (MapPartitionsFunction<Row, Float>) rows -> predicted(file, name, rows),
              Encoders.FLOAT());
      float[] here = values(predicted(file, name, frame.collectAsList().iterator()));
      float[] found = values(there.collectAsList().iterator());
      boolean equal = found.length == 64;
      for (int i = 0; equal && i < 64; i++) {
        equal = Math.abs(here[i] - found[i]) < 1e-6;
      }
      System.out.println(Path.of(file).getFileName() + " on " + engine + ": " + equal);
    }
  }

  private static Iterator<Float> predicted(String file, String engine, Iterator<Row> rows)
      throws Exception {
    List<Float> features = new ArrayList<>();
    rows.forEachRemaining(
        row -> {
          features.add((float) row.getDouble(1));
          features.add((float) row.getDouble(2));
        });
    Tensor.Writer x = new Tensor.Writer(DType.FLOAT32, features.size());
    for (int i = 0; i < features.size(); i++) {
      x.set(i, features.get(i));
    }
    try (Model model = Model.load(Path.of(file))) {
      Tensor y = model.on(Engine.valueOf(engine)).predict(x.build(features.size() / 2, 2));
      List<Float> all = new ArrayList<>();
      for (float value : y.toFloatArray()) {
        all.add(value);
      }
      return all.iterator();
    }
  }

  private static float[] values(Iterator<Float> all) {
    List<Float> list = new ArrayList<>();
    all.forEachRemaining(list::add);
    float[] values = new float[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.get(i);
    }
    return values;
  }

  /** Trains on the executors. */
  private static void search(SparkSession spark) {
    Tensor x = Tensor.random(1, 32, 4);
    KerasRegressor regressor =
        new KerasRegressor(
                params -> {
                  Model model = sequential(input(4), dense(params.integer("units")), dense(1));
                  model.compile(adam(0.01), "mse");
                  return model;
                },
                Map.of("units", 2))
            .fitOptions(fit().epochs(1).verbose(0));
    try (GridSearch<KerasRegressor> search =
        new GridSearch<>(
            regressor, Map.of("units", List.of(2, 3)), searching().cv(2).verbose(0).seed(1))) {
      SearchResults results = SparkSearch.of(spark).fit(search, x, x.mean(1));
      System.out.println(
          "trained on executors: "
              + (results.failures().isEmpty() && results.candidates().size() == 2));
    }
  }
}
