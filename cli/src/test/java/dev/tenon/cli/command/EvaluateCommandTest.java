package dev.tenon.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.cli.Ran;
import dev.tenon.cli.Shipped;
import dev.tenon.data.NumpyFiles;
import dev.tenon.data.sets.Digits;
import dev.tenon.data.sets.TrainTest;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands evaluate and quantize, against what Keras measures of the same model. */
final class EvaluateCommandTest {
  private static final int SAMPLES = 300;

  @TempDir private static Path folder;
  private static JsonNode recorded;
  private static Path digits;

  @BeforeAll
  static void write() throws IOException {
    recorded =
        new ObjectMapper()
            .readTree(Files.readString(Checkout.file("tests/goldens/evaluate/digits.json")));
    TrainTest all = Digits.load();
    digits = folder.resolve("digits.npz");
    // Without the axis of channels, which Keras adds too.
    NumpyFiles.savez(
        digits,
        Map.of("x", all.xTest().slice(0, 0, SAMPLES), "y", all.yTest().slice(0, 0, SAMPLES)));
  }

  private static JsonNode json(Object... words) throws IOException {
    return new ObjectMapper().readTree(Ran.done(words));
  }

  @Test
  void theLossAndTheMetricsOfAFileAreThoseOfKeras() throws IOException {
    JsonNode values = json("evaluate", Shipped.MNIST, digits, "--json");
    assertThat(values.get("samples").asInt()).isEqualTo(SAMPLES);
    equal(values, recorded.get("compiled"));
    String table = Ran.done("evaluate", Shipped.MNIST, digits);
    assertThat(table).contains("300 samples").contains("accuracy").contains("0.993333");
  }

  @Test
  void aLossOfOneHotTargetsTakesClasses() throws IOException {
    JsonNode values =
        json(
            "evaluate",
            Shipped.MNIST,
            digits,
            "--loss",
            "categorical_crossentropy",
            "--metrics",
            "top_k_categorical_accuracy",
            "--json");
    equal(values, recorded.get("one_hot"));
  }

  private static void equal(JsonNode values, JsonNode expected) {
    expected
        .properties()
        .forEach(
            value ->
                assertThat(values.get(value.getKey()).asDouble())
                    .as(value.getKey())
                    .isCloseTo(value.getValue().asDouble(), within(1e-6)));
  }

  @Test
  void int8MovesTheScoresAsFarAsKerasDoes() throws IOException {
    Path target = folder.resolve("small.keras");
    JsonNode savings =
        json(
            "quantize",
            Shipped.MNIST,
            "-o",
            target,
            "--weights",
            "int8",
            "--input",
            Shipped.MNIST_GOLDEN,
            "--json");
    JsonNode expected = recorded.get("int8");
    JsonNode found = savings.at("/outputs/digit");
    assertThat(found.get("max_abs").asDouble())
        .isCloseTo(expected.get("max_abs").asDouble(), within(1e-5));
    assertThat(found.get("mean_abs").asDouble())
        .isCloseTo(expected.get("mean_abs").asDouble(), within(1e-6));
    assertThat(found.get("agreeing").asInt()).isEqualTo(expected.get("agreeing").asInt());
    assertThat(savings.get("bytes_after").asLong())
        .isEqualTo(Files.size(target))
        .isLessThan(savings.get("bytes_before").asLong());
  }

  @Test
  void anOnnxFileGetsTheWeightsThatConvertWrites() throws IOException {
    Path small = folder.resolve("small.onnx");
    Path converted = folder.resolve("converted.onnx");
    String said = Ran.done("quantize", Shipped.MNIST, "-o", small, "--weights", "float16");
    Ran.done("convert", Shipped.MNIST, converted, "--weights", "float16");
    assertThat(small).hasSameBinaryContentAs(converted);
    assertThat(said).contains("bytes instead of").contains("the same top-1 in 32 of 32");
  }

  @Test
  void whatCannotBeDoneIsSaid() throws IOException {
    Path csv = Files.writeString(folder.resolve("rows.csv"), "a,b\n1,2\n");
    assertThat(Ran.refused("evaluate", Shipped.MNIST, csv)).contains("--target COLUMN");
    assertThat(Ran.refused("evaluate", Shipped.MNIST, csv, "--target", "c"))
        .contains("column")
        .contains("'c'");
    assertThat(Ran.refused("evaluate", Shipped.MNIST, csv, "--target", "b"))
        .contains("rows of 1 entries do not fill input 'image'");
    assertThat(Ran.refused("evaluate", DigitFolders.BACKBONE, digits)).contains("--loss NAME");
    assertThat(Ran.refused("evaluate", Shipped.MNIST, Shipped.MNIST)).contains("expected a .csv");
    Path target = folder.resolve("x.keras");
    assertThat(Ran.refused("quantize", Shipped.MNIST, "-o", target, "--weights", "float16"))
        .contains("float16 is for .onnx");
    assertThat(Ran.refused("quantize", Shipped.MNIST, "-o", "x.h5", "--weights", "int8"))
        .contains(".onnx or .keras");
  }
}
