package dev.tenon.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.Model;
import dev.tenon.cli.Ran;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.npz.Npz;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.saving.onnx.WeightStorage;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Manifests;
import dev.tenon.verify.QuantizationError;
import dev.tenon.verify.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Smaller weights, run by ONNX Runtime, beside what Keras recorded. */
final class SmallWeightsTest {
  /** The rounding of float16, and of eight bits, through a few layers, of the largest output. */
  private static final double HALF = 2e-3;

  private static final double EIGHT_BITS = 0.1;

  private static final Path MNIST = Checkout.file("samples/models/mnist_cnn.h5");
  private static final Path MNIST_GOLDEN = Checkout.file("samples/models/mnist_cnn_golden.npz");

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"FLOAT16, 0.56, 0.002", "INT8, 0.35, 0.03"})
  void digitsAreStillKnown(WeightStorage storage, double size, double most) throws IOException {
    Path full = folder.resolve("full.onnx");
    Path small = folder.resolve("small.onnx");
    try (Model model = Model.load(MNIST)) {
      model.save(full, OnnxOptions.DEFAULTS);
      model.save(small, OnnxOptions.DEFAULTS.weights(storage));
      assertThat(Files.size(small)).isLessThan((long) (size * Files.size(full)));
      QuantizationError loss =
          QuantizationError.onGolden(model, Recording.read(MNIST_GOLDEN), small).get(0);
      assertThat(loss.maxAbs()).isLessThan(most);
      assertThat(loss.agreeing()).isEqualTo(loss.rows()).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"float16", "int8"})
  void smallWeightsAreVerified(String kind) {
    Path target = folder.resolve("small.onnx");
    String said = Ran.done("convert", MNIST, target, "--weights", kind, "--verify");
    assertThat(said)
        .contains("the same file with full weights:", "verified on random inputs: equal within")
        .contains(kind + " weights, verified against full ones that are rounded alike: equal");
  }

  @ParameterizedTest
  @ValueSource(strings = {"float16", "int8"})
  void aRecordingOfOtherNumbersFails(String kind) throws IOException {
    Map<String, Tensor> wrong = new LinkedHashMap<>();
    Recording.read(MNIST_GOLDEN)
        .tensors()
        .forEach((key, tensor) -> wrong.put(key, key.startsWith("in") ? tensor : shifted(tensor)));
    Path golden = folder.resolve("wrong.npz");
    Npz.write(golden, wrong);
    Path target = folder.resolve("small.onnx");
    Ran ran = Ran.of("convert", MNIST, target, "--weights", kind, "--golden", golden);
    assertThat(ran.code()).as(ran.all()).isEqualTo(1);
    assertThat(ran.out()).contains("verified against wrong.npz: DIFFERENT");
  }

  private static Tensor shifted(Tensor tensor) {
    return tensor.dtype().isFloating() ? tensor.scale(1, 0.01) : tensor;
  }

  @Test
  void everyKindOfOperatorStaysNear() throws IOException {
    Path goldens = Checkout.file("tests/goldens/layers");
    Path target = folder.resolve("small.onnx");
    List<String> wrong = new ArrayList<>();
    int checked = 0;
    for (JsonNode row : Manifests.read(goldens.resolve("manifest.jsonl"))) {
      String file = row.get("file").asText();
      boolean heavy =
          file.matches(".*(dense|conv|embedding|lstm|gru|attention|transpose).*[.]k3[.]keras");
      if (!heavy) {
        continue;
      }
      for (WeightStorage storage : List.of(WeightStorage.FLOAT16, WeightStorage.INT8)) {
        try (Model model = Model.load(goldens.resolve(file))) {
          model.save(target, OnnxOptions.DEFAULTS.weights(storage));
          Recording golden = Recording.read(goldens.resolve(row.get("golden").asText()));
          double most = storage == WeightStorage.INT8 ? EIGHT_BITS : HALF;
          for (QuantizationError loss : QuantizationError.onGolden(model, golden, target)) {
            checked++;
            if (!(loss.relative() <= most)) {
              wrong.add(file + " " + storage + ": " + loss);
            }
          }
        } catch (UnsupportedModelException | MalformedModelException ignored) {
          // Models that have no ONNX form have no smaller one.
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(checked).isGreaterThan(40);
  }
}
