package dev.tenon.cli.command;

import static dev.tenon.cli.Shipped.MNIST;
import static dev.tenon.cli.Shipped.MNIST_GOLDEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.cli.Ran;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that compares a list of models with their recordings. */
final class ManifestCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private Path models = Path.of("");

  @BeforeEach
  void copyModels() throws IOException {
    models = Files.createDirectories(folder.resolve("models"));
    Files.copy(MNIST, models.resolve("mnist.h5"));
    Files.copy(MNIST_GOLDEN, models.resolve("mnist.npz"));
    Files.writeString(models.resolve("text.h5"), "no model");
  }

  private static Map<String, Tensor> read(Path npz) throws IOException {
    try (Source source = Source.of(npz)) {
      return new LinkedHashMap<>(Npz.read(source));
    }
  }

  private Path manifest(Path where, String... rows) throws IOException {
    Path manifest = where.resolve("manifest.jsonl");
    Files.write(manifest, List.of(rows));
    return manifest;
  }

  private static String row(String file, String golden) {
    return "{\"file\": \"" + file + "\", \"golden\": \"" + golden + "\"}";
  }

  /** Returns the JSON lines of what was printed, without the summary after them. */
  private static List<JsonNode> lines(Ran ran) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : ran.out().lines().filter(text -> text.startsWith("{")).toList()) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  private static String summary(Ran ran) {
    List<String> lines = ran.out().strip().lines().toList();
    return lines.get(lines.size() - 1);
  }

  @Test
  void goodRowsGiveZero() throws IOException {
    Ran ran =
        Ran.of(
            "verify",
            "--manifest",
            manifest(models, row("mnist.h5", "mnist.npz"), "", "{\"file\": \"mnist.h5\"}"));
    assertThat(ran.code()).as(ran.all()).isZero();
    List<JsonNode> lines = lines(ran);
    assertThat(lines).hasSize(2);
    for (JsonNode line : lines) {
      List<String> keys = new ArrayList<>();
      line.fieldNames().forEachRemaining(keys::add);
      assertThat(keys)
          .startsWith("file", "status", "max_abs_diff", "rel_diff", "engine", "message");
      assertThat(line.get("file").asText()).isEqualTo("mnist.h5");
      assertThat(line.get("engine").asText()).isEqualTo("tensorflow+onnxruntime");
      assertThat(line.get("message").asText()).isEmpty();
    }
    assertThat(lines.get(0).get("status").asText()).isEqualTo("ok");
    assertThat(lines.get(0).get("rel_diff").asDouble()).isGreaterThan(0).isLessThan(1e-5);
    assertThat(lines.get(1).get("status").asText()).isEqualTo("loaded");
    assertThat(lines.get(1).get("max_abs_diff").asDouble()).isZero();
    assertThat(summary(ran)).isEqualTo("2 models: ok 1, loaded 1");
  }

  @Test
  void badRowsDoNotStopIt() throws IOException {
    Map<String, Tensor> wrong = read(models.resolve("mnist.npz"));
    Tensor right = wrong.get("out0");
    float[] changed = right.toFloatArray();
    changed[0] += 0.5f;
    wrong.put("out0", Tensor.of(changed, right.shape()));
    Npz.write(models.resolve("wrong.npz"), wrong);
    Map<String, Tensor> zeros = read(models.resolve("mnist.npz"));
    zeros.put("out0", Tensor.of(new float[right.size()], right.shape()));
    Npz.write(models.resolve("zeros.npz"), zeros);
    Files.writeString(models.resolve("damaged.npz"), "PK");
    Ran ran =
        Ran.of(
            "verify",
            "--manifest",
            manifest(
                models,
                row("text.h5", "mnist.npz"),
                row("nowhere.h5", "mnist.npz"),
                row("mnist.h5", "wrong.npz"),
                row("mnist.h5", "damaged.npz"),
                row("mnist.h5", "zeros.npz"),
                row("mnist.h5", "mnist.npz")));
    assertThat(ran.code()).as(ran.all()).isEqualTo(1);
    List<JsonNode> lines = lines(ran);
    assertThat(lines.stream().map(line -> line.get("status").asText()))
        .containsExactly("malformed", "error", "differs", "error", "differs", "ok");
    assertThat(lines.get(0).get("message").asText()).contains("text.h5");
    assertThat(lines.get(1).get("message").asText()).contains("nowhere.h5");
    assertThat(lines.get(2).get("max_abs_diff").asDouble()).isCloseTo(0.5, within(1e-3));
    assertThat(lines.get(2).get("message").asText()).isEqualTo("beyond 1e-5");
    assertThat(lines.get(3).get("message").asText()).startsWith("the golden is wrong");
    assertThat(summary(ran)).isEqualTo("6 models: ok 1, differs 2, malformed 1, error 2");
  }

  @Test
  void pathsAreRelativeToTheManifestOrToRoot() throws IOException {
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Path manifest = manifest(elsewhere, row("mnist.h5", "mnist.npz"));
    Ran lost = Ran.of("verify", "--manifest", manifest);
    assertThat(lost.code()).as(lost.all()).isEqualTo(1);
    assertThat(lost.out()).contains("\"status\":\"error\"");
    Ran found = Ran.of("verify", "--manifest", manifest, "--root", models);
    assertThat(found.code()).as(found.all()).isZero();
  }

  @Test
  void theToleranceIsThatOfTheRowOrThatAskedFor() throws IOException {
    String strict = "{\"file\": \"mnist.h5\", \"golden\": \"mnist.npz\", \"tolerance\": 1e-12}";
    Path manifest = manifest(models, strict);
    Ran ran = Ran.of("verify", "--manifest", manifest);
    assertThat(ran.code()).as(ran.all()).isEqualTo(1);
    assertThat(lines(ran).get(0).get("status").asText()).isEqualTo("differs");
    assertThat(lines(ran).get(0).get("tolerance").asDouble()).isEqualTo(1e-12);
    Ran loose = Ran.of("verify", "--manifest", manifest, "--rtol", "1e-4");
    assertThat(loose.code()).as(loose.all()).isZero();
    assertThat(lines(loose).get(0).get("tolerance").asDouble()).isEqualTo(1e-4);
  }

  @Test
  void whatEachEngineReturnsIsWrittenUnderTheGoldensKeys() throws IOException {
    Path outputs = folder.resolve("outputs");
    Path manifest = manifest(models, "{\"file\": \"mnist.h5\"}", row("mnist.h5", "mnist.npz"));
    Ran ran = Ran.of("verify", "--manifest", manifest, "--outputs", outputs);
    assertThat(ran.code()).as(ran.all()).isZero();
    Tensor golden = read(MNIST_GOLDEN).get("out0");
    assertThat(golden).isNotNull();
    for (String engine : List.of("tensorflow", "onnxruntime")) {
      assertThat(read(outputs.resolve("0." + engine + ".npz")).keySet())
          .allMatch(key -> key.startsWith("out:"));
      Map<String, Tensor> returned = read(outputs.resolve("1." + engine + ".npz"));
      assertThat(returned).containsOnlyKeys("out0");
      float[] expected = golden.toFloatArray();
      float[] found = returned.get("out0").toFloatArray();
      assertThat(found).hasSameSizeAs(expected);
      for (int i = 0; i < found.length; i++) {
        assertThat(found[i]).isCloseTo(expected[i], within(1e-5f));
      }
    }
    Ran one =
        Ran.of(
            "verify",
            "--manifest",
            manifest,
            "--engine",
            "onnxruntime",
            "--outputs",
            folder.resolve("one"));
    assertThat(one.code()).as(one.all()).isZero();
    assertThat(lines(one).get(1).get("engine").asText()).isEqualTo("onnxruntime");
    assertThat(folder.resolve("one/1.onnxruntime.npz")).exists();
    assertThat(folder.resolve("one/1.tensorflow.npz")).doesNotExist();
  }

  @Test
  void aWrongCommandLineOrManifestIsUsage() throws IOException {
    assertThat(Ran.of("verify", MNIST).code()).isEqualTo(2);
    assertThat(Ran.of("verify").code()).isEqualTo(2);
    assertThat(Ran.of("verify", "--manifest", folder.resolve("nowhere.jsonl")).code()).isEqualTo(2);
    Ran broken = Ran.of("verify", "--manifest", manifest(models, "{\"file\": "));
    assertThat(broken.code()).isEqualTo(2);
    assertThat(broken.err()).contains("manifest.jsonl:1: not a JSON object");
    Ran keyless = Ran.of("verify", "--manifest", manifest(models, "{\"golden\": \"x\"}"));
    assertThat(keyless.err()).contains("manifest.jsonl:1: no key 'file'");
    Ran engine = Ran.of("verify", MNIST, MNIST_GOLDEN, "--engine", "abacus");
    assertThat(engine.code()).isEqualTo(2);
    assertThat(engine.err()).contains("no engine 'abacus'");
  }

  /** Every ONNX file was refused: only Keras models have words of Keras. */
  @Test
  void anOnnxFileIsWrittenAsKerasFilesToo() throws IOException {
    Path networks = Checkout.file("tests/goldens/onnx/networks");
    Files.copy(networks.resolve("keras_cnn.tf2onnx.onnx"), models.resolve("cnn.onnx"));
    Path out = folder.resolve("out");
    Ran ran =
        Ran.of(
            "convert",
            "--manifest",
            manifest(models, "{\"file\": \"cnn.onnx\"}", "{\"file\": \"mnist.h5\"}"),
            out,
            "--to",
            "keras,keras3-h5");
    assertThat(ran.code()).as(ran.all()).isZero();
    List<JsonNode> lines = lines(ran);
    assertThat(lines).hasSize(4);
    assertThat(lines).allMatch(line -> line.path("status").asText().equals("ok"));
    assertThat(ran.err()).contains("keras ok: 2", "keras3-h5 ok: 2");
    assertThat(out.resolve("cnn.onnx.keras.keras")).exists();
  }
}
