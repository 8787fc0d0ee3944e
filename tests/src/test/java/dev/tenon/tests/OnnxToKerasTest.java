package dev.tenon.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.Model;
import dev.tenon.engine.Engine;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.saving.keras.KerasFormat;
import dev.tenon.saving.keras.KerasOptions;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Manifests;
import dev.tenon.verify.Recording;
import dev.tenon.verify.Verdict;
import dev.tenon.verify.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** ONNX networks become layers of Keras that give the same numbers, or are refused by node. */
final class OnnxToKerasTest {
  private static final double TOLERANCE = 1e-5;

  @TempDir private Path work;

  /** Every recorded Keras model, written as ONNX and made layers again; never wrong numbers. */
  @TestFactory
  Stream<DynamicTest> layersSurviveOnnx() throws IOException {
    Path folder = Checkout.file("tests/goldens/layers");
    Map<String, String> refused = table(Checkout.file("tests/goldens/onnx/to_keras.tsv"));
    Set<String> seen = new HashSet<>();
    return Manifests.read(folder.resolve("manifest.jsonl")).stream()
        .filter(row -> seen.add(row.get("golden").asText()))
        .map(row -> test(folder, row, refused.get(row.get("golden").asText())));
  }

  private DynamicTest test(Path folder, JsonNode row, @Nullable String gap) {
    return DynamicTest.dynamicTest(
        row.get("golden").asText(),
        () -> {
          RoundTrip.Outcome outcome = RoundTrip.of(folder, row, work, "onnxruntime");
          assertThat(outcome.status())
              .as(outcome.detail())
              .isEqualTo(gap == null ? "same" : "refused");
        });
  }

  /**
   * Networks as exporters of PyTorch and Keras write them: the numbers of the original, and the
   * layers that {@code networks.tsv} says are recognised.
   */
  @TestFactory
  Stream<DynamicTest> exportedNetworks() throws IOException {
    Path folder = Checkout.file("tests/goldens/onnx/networks");
    return table(folder.resolve("networks.tsv")).entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(), () -> network(folder, entry.getKey(), entry.getValue())));
  }

  private void network(Path folder, String file, String layers) throws IOException {
    Path npz = folder.resolve(file.replace(".onnx", ".npz"));
    Path shared = folder.resolve(file.substring(0, file.indexOf('.')) + ".npz");
    Recording golden = Recording.read(Files.exists(npz) ? npz : shared);
    Path archive = work.resolve("again.keras");
    try (Model onnx = Model.load(folder.resolve(file));
        Model keras = onnx.edit().toKeras()) {
      assertThat(layers(keras)).isEqualTo(layers);
      RoundTrip.Outcome outcome = RoundTrip.compare(keras.on("onnxruntime"), golden, TOLERANCE);
      assertThat(outcome.status()).as(outcome.detail()).isEqualTo("same");
      onnx.save(archive);
    }
    try (Model again = Model.load(archive)) {
      RoundTrip.Outcome outcome = RoundTrip.compare(again.on("onnxruntime"), golden, TOLERANCE);
      assertThat(outcome.status()).as(outcome.detail()).isEqualTo("same");
    }
  }

  /** Returns the layers, the most plain ones left out, as {@code LSTM=2 Dense=1}. */
  static String layers(Model keras) {
    Map<String, Integer> counts = new LinkedHashMap<>(keras.info().kinds());
    counts.keySet().removeAll(Set.of("InputLayer", "ReLU", "Activation", "Add"));
    StringBuilder text = new StringBuilder();
    counts.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(e -> text.append(' ').append(e.getKey()).append('=').append(e.getValue()));
    return text.toString().strip();
  }

  private static Map<String, String> table(Path file) throws IOException {
    Map<String, String> table = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file)) {
      String[] cells = line.split("\t", 2);
      table.put(cells[0], cells[1]);
    }
    return table;
  }

  @Test
  void squeezeNetIsWrittenAsBothKindsOfFile() throws IOException {
    Path foreign = Manifests.foreign();
    assumeTrue(foreign != null, "system property tenon.foreign is not set");
    Path model = foreign.resolve("onnx/models/squeezenet_v1_1_imagenet.tf2onnx15.onnx");
    Path golden = foreign.resolve("golden/zoo/squeezenet_v1_1_imagenet.npz");
    for (String name : List.of("squeezenet.h5", "squeezenet.keras")) {
      Path target = work.resolve(name);
      try (Model onnx = Model.load(model)) {
        onnx.save(target);
      }
      Verdict verdict =
          new Verifier(List.of(Engine.TENSORFLOW), TOLERANCE, (n, o) -> {}).verify(target, golden);
      assertThat(verdict.status().good()).as(verdict.toString()).isTrue();
    }
  }

  @Test
  void whatHasNoLayerIsListedByNode() throws IOException {
    Path foreign = Manifests.foreign();
    assumeTrue(foreign != null, "system property tenon.foreign is not set");
    Path target = work.resolve("refused.h5");
    try (Model batch = Model.load(foreign.resolve("onnx/models/output_cnn_mnist.onnx"))) {
      // It takes the logarithm of the shares over the samples of the batch: no layer, but a
      // function.
      assertThatThrownBy(() -> batch.save(target, KerasOptions.of(KerasFormat.BOTH_H5)))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("operation LogSoftmax, which Keras 3 does not read back")
          .satisfies(e -> assertThat(((UnsupportedModelException) e).unsupported()).hasSize(1));
    }
    try (Model voice = Model.load(foreign.resolve("onnx/models/silero_vad_legacy.onnx"))) {
      assertThatThrownBy(() -> voice.edit().toKeras())
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("3 inputs 'sr', 'h', 'c': has no batch as its first axis")
          .hasMessageContaining("node 'If_25' (If): no layer of Keras does this");
    }
    assertThat(target).doesNotExist();
  }
}
