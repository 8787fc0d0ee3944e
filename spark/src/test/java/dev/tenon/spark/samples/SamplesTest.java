package dev.tenon.spark.samples;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.split;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.spark.LocalCluster;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples print what Keras computes. */
final class SamplesTest {
  /** Of tests/goldens/spark/recorded.npz: the larger of picture/classes. */
  private static final String SCORES =
      """
      best.jpg: class 0, 0.5050
      p444.jpg: class 0, 0.5025
      progressive420.jpg: class 0, 0.5039
      rgb8.png: class 1, 0.5139
      """;

  @Test
  void scoreImages(@TempDir Path folder) throws Exception {
    Path root = Path.of(System.getProperty("tenon.root"));
    SparkSession spark = LocalCluster.inside(2);
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try {
      String photos = folder.resolve("photos").toString();
      spark
          .read()
          .format("binaryFile")
          .load(
              Stream.of("p444.jpg", "progressive420.jpg", "best.jpg", "rgb8.png")
                  .map(name -> root.resolve("tests/goldens/images/files").resolve(name).toString())
                  .toArray(String[]::new))
          .select(element_at(split(col("path"), "/"), -1).as("name"), col("content"))
          .write()
          .parquet(photos);
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      ScoreImages.main(
          new String[] {
            root.resolve("tests/goldens/spark/picture.keras").toString(),
            photos,
            folder.resolve("scored").toString()
          });
    } finally {
      System.setOut(console);
      LocalCluster.stop(spark);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines(SCORES);
  }
}
