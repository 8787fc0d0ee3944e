package dev.tenon.spark.samples;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;

import dev.tenon.spark.TenonModel;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Scores a Parquet folder of images: {@code ScoreImages MODEL PHOTOS SCORED}. */
public final class ScoreImages {
  private ScoreImages() {}

  public static void main(String[] arguments) throws IOException {
    SparkSession spark = SparkSession.builder().appName("ScoreImages").getOrCreate();
    // The columns are name, and content with the bytes of a JPEG or PNG file.
    Dataset<Row> photos = spark.read().parquet(arguments[1]);
    TenonModel scorer =
        TenonModel.fromFile(arguments[0])
            .setInputCol("content")
            .setOutputCol("scores")
            .setArgMaxCol("class");
    scorer.transform(photos).drop("content").write().parquet(arguments[2]);

    Dataset<Row> best =
        spark
            .read()
            .parquet(arguments[2])
            .withColumn("score", element_at(col("scores"), col("class").plus(1).cast("int")))
            .select("name", "class", "score")
            .orderBy("name");
    List<Row> rows = best.collectAsList();
    for (Row row : rows) {
      System.out.printf(
          Locale.ROOT, "%s: class %d, %.4f%n", row.getString(0), row.getLong(1), row.getFloat(2));
    }
  }
}
