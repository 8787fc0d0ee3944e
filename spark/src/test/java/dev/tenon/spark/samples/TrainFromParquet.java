package dev.tenon.spark.samples;

import static dev.tenon.Tenon.*;

import dev.tenon.Model;
import dev.tenon.spark.DataFrameDataset;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Trains a classifier of flowers on the rows of a Parquet folder, which the driver reads partition
 * after partition: {@code TrainFromParquet FOLDER MODEL}.
 */
public final class TrainFromParquet {
  private TrainFromParquet() {}

  public static void main(String[] arguments) throws Exception {
    SparkSession spark = SparkSession.builder().appName("TrainFromParquet").getOrCreate();
    Dataset<Row> frame = spark.read().parquet(arguments[0]).cache();

    DataFrameDataset data =
        DataFrameDataset.of(frame)
            .feature("length", "width") // one input of the model, (batch, 2)
            .label("species")
            .batch(16)
            .shuffle(7)
            .samples(frame.count()); // the progress bar then knows the end

    setRandomSeed(3);
    try (Model model =
        sequential(input(2), dense(16).activation("relu"), dense(3).activation("softmax"))) {
      model.compile(adam(0.02), "sparse_categorical_crossentropy", "accuracy");
      model.fit(data, fit().epochs(25).verbose(0));
      System.out.println(
          "more than 9 of 10 right: " + (model.evaluate(data).get("accuracy") > 0.9));
      model.save(arguments[1]);
    }
  }
}
