package dev.tenon.spark.samples;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.split;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.spark.LocalCluster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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

  /** What Keras' model predicts for the rows of the sample. */
  private static final String CLASSES =
      """
      row 0: class 2
      row 1: class 0
      row 2: class 0
      """;

  /** Written with a capital: a test of another module compiles the others, without Spark. */
  private static final Pattern BLOCK =
      Pattern.compile("^```Java\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  private static final Path ROOT = Path.of(System.getProperty("tenon.root"));

  private static SparkSession spark;

  @BeforeAll
  static void start() {
    spark = LocalCluster.inside(2);
  }

  @AfterAll
  static void stop() {
    LocalCluster.stop(spark);
  }

  private interface Program {
    void run(String[] arguments) throws IOException;
  }

  private static String printed(Program program, String... arguments) throws IOException {
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      program.run(arguments);
    } finally {
      System.setOut(console);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  private static String model(String name) {
    return ROOT.resolve("tests/goldens/spark").resolve(name).toString();
  }

  @Test
  void trainTable(@TempDir Path folder) throws IOException {
    Path saved = folder.resolve("xor.keras");
    assertThat(printed(TrainTable::main, saved.toString()))
        .isEqualTo(
            """
            accuracy 1.00
            [0.0, 0.0] -> 0.0
            [0.0, 1.0] -> 1.0
            [1.0, 0.0] -> 1.0
            [1.0, 1.0] -> 0.0
            """);
    assertThat(saved).exists();
  }

  @Test
  void scoreImages(@TempDir Path folder) throws IOException {
    String photos = folder.resolve("photos").toString();
    spark
        .read()
        .format("binaryFile")
        .load(
            Stream.of("p444.jpg", "progressive420.jpg", "best.jpg", "rgb8.png")
                .map(name -> ROOT.resolve("tests/goldens/images/files").resolve(name).toString())
                .toArray(String[]::new))
        .select(element_at(split(col("path"), "/"), -1).as("name"), col("content"))
        .write()
        .parquet(photos);
    String scored = folder.resolve("scored").toString();
    assertThat(printed(ScoreImages::main, model("picture.keras"), photos, scored))
        .isEqualToNormalizingNewlines(SCORES);
  }

  @Test
  void scoreTable(@TempDir Path folder) throws IOException {
    String pipeline = folder.resolve("pipeline").toString();
    assertThat(printed(ScoreTable::main, model("two.keras"), pipeline))
        .isEqualToNormalizingNewlines(CLASSES);
  }

  @Test
  void blocksOfTheGuideAreParts() throws IOException {
    StringBuilder programs = new StringBuilder();
    Path sources = ROOT.resolve("spark/src/test/java/dev/tenon/spark/samples");
    try (Stream<Path> files = Files.list(sources)) {
      for (Path file : files.sorted().toList()) {
        programs.append(plain(Files.readString(file)));
      }
    }
    Matcher blocks = BLOCK.matcher(Files.readString(ROOT.resolve("docs/spark.md")));
    int count = 0;
    while (blocks.find()) {
      assertThat(programs).contains(plain(blocks.group(1)));
      count++;
    }
    assertThat(count).isGreaterThanOrEqualTo(2);
  }

  private static String plain(String code) {
    return code.replaceAll("\\s+", " ").strip();
  }
}
