package dev.tenon.spark.samples;

import static dev.tenon.Tenon.*;

import dev.tenon.Model;
import dev.tenon.spark.TenonEstimator;
import dev.tenon.spark.TenonModel;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Trains a network on the rows of a table, in two tasks together, and scores them. */
public final class TrainTable {
  private TrainTable() {}

  /**
   * Trains.
   *
   * @param arguments the file for the trained model, such as {@code xor.keras}
   */
  public static void main(String[] arguments) throws IOException {
    SparkSession spark = SparkSession.builder().appName("TrainTable").getOrCreate();
    Dataset<Row> table =
        spark
            .range(0, 400, 1, 4)
            .selectExpr("cast(id % 2 as float) a", "cast(id div 2 % 2 as float) b")
            .selectExpr("array(a, b) features", "cast(a <> b as int) label");
    try (Model model =
        Model.sequential(
            input(2),
            dense(8, "tanh").kernelInitializer(glorotUniform().seed(1)),
            dense(1, "sigmoid").kernelInitializer(glorotUniform().seed(2)))) {
      model.compile(
          compile().optimizer(adam(0.05)).loss("binary_crossentropy").metrics("accuracy"));
      TenonModel trained =
          TenonEstimator.of(model)
              .setNumTasks(2)
              .setBatchSize(40)
              .setEpochs(40)
              .setOutputCol("probability")
              .setVerbose(0)
              .withCallbacks(rank -> List.of(earlyStopping("loss").patience(3).minDelta(1e-3)))
              .fit(table);
      List<Double> accuracy = trained.history().get("accuracy");
      System.out.printf(Locale.ROOT, "accuracy %.2f%n", accuracy.get(accuracy.size() - 1));
      trained
          .transform(table.distinct().orderBy("features"))
          .select(functions.col("features"), functions.expr("round(probability[0])"))
          .collectAsList()
          .forEach(row -> System.out.println(row.getList(0) + " -> " + row.get(1)));
      try (Model saved = trained.toModel()) {
        saved.save(arguments[0]);
      }
    }
  }
}
