package dev.tenon.tests;

import static dev.tenon.layers.Layers.dense;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.Model;
import dev.tenon.engine.Engine;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.importers.onnx.structure.OnnxStructure;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Manifests;
import dev.tenon.training.FitOptions;
import dev.tenon.verify.Difference;
import dev.tenon.verify.Recording;
import dev.tenon.verify.Verdict;
import dev.tenon.verify.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * SavedModels and frozen graphs: those of Python's TensorFlow give what it recorded, and models
 * that Keras recorded give the same when they are written and run again.
 */
final class SavedModelTest {
  /** One recorded layer model in so many is written; 1 takes all of them, in some minutes. */
  private static final int EVERY = Integer.getInteger("tenon.savedmodel.every", 12);

  private static final Path GOLDENS = Checkout.file("tests/goldens/savedmodel");
  private static final Path MNIST = Checkout.file("samples/models/mnist_cnn.h5");
  private static final Path MNIST_GOLDEN = Checkout.file("samples/models/mnist_cnn_golden.npz");

  @TempDir private Path folder;

  private static Verdict verify(Path model, Path golden, double tolerance) {
    // A SavedModel runs on TensorFlow only, whatever is asked for.
    return new Verifier(List.of(Engine.values()), tolerance, (engine, outputs) -> {})
        .verify(model, golden);
  }

  @Test
  void whatPythonWroteGivesWhatPythonRecorded() throws IOException {
    for (JsonNode row : Manifests.read(GOLDENS.resolve("manifest.jsonl"))) {
      Path file = GOLDENS.resolve(row.get("file").asText());
      Verdict verdict = verify(file, GOLDENS.resolve(row.get("golden").asText()), 1e-6);
      assertThat(verdict.message()).as(file.toString()).isEmpty();
      assertThat(verdict.status()).as(file.toString()).isEqualTo(Verdict.Status.OK);
      assertThat(verdict.engineNames()).isEqualTo("tensorflow");
      try (Model model = Model.load(file)) {
        assertThat(model.summary()).contains("Operations:");
        assertThat(model.info().kinds()).isNotEmpty();
        assertThat(model.info().description()).containsKey("format");
      }
    }
  }

  @Test
  void recordedLayersGiveTheSameAsSavedModel() throws IOException {
    Path goldens = Checkout.file("tests/goldens/layers");
    List<String> wrong = new ArrayList<>();
    int right = 0;
    int number = 0;
    for (JsonNode row : Manifests.read(goldens.resolve("manifest.jsonl"))) {
      String file = row.get("file").asText();
      if (!file.endsWith(".keras") || number++ % EVERY != 0) {
        continue;
      }
      Path target = folder.resolve("model.savedmodel");
      try (Model model = Model.load(goldens.resolve(file))) {
        model.save(target);
      } catch (UnsupportedModelException | MalformedModelException e) {
        continue;
      }
      Recording golden = outputsOnly(Recording.read(goldens.resolve(row.get("golden").asText())));
      try (Model written = Model.load(target)) {
        double tolerance = row.path("tolerance").asDouble(1e-5);
        Verdict verdict =
            new Verifier(List.of(Engine.TENSORFLOW), tolerance, (engine, outputs) -> {})
                .compare(written, golden);
        if (verdict.status().good()) {
          right++;
        } else {
          wrong.add(file + ": " + verdict);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(right).isGreaterThan(number / EVERY / 2);
  }

  private static Recording outputsOnly(Recording golden) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(golden.tensors());
    tensors.keySet().removeIf(key -> key.startsWith("inner:"));
    return new Recording(golden.file(), tensors);
  }

  @Test
  void aSavedModelHasVariablesAndScopesOfTheLayers() throws IOException {
    Path target = folder.resolve("digits");
    try (Model model = Model.load(MNIST)) {
      model.export(target);
      try (Model written = Model.load(target)) {
        // All but the state of Dropout's random numbers, which a prediction does not need.
        assertThat(model.weights()).containsAllEntriesOf(written.weights());
        assertThat(written.weights()).hasSize(model.weights().size() - 1);
        assertThat(written.inputs().get(0).name()).isEqualTo(model.inputs().get(0).name());
        assertThat(written.inputs().get(0).shape().toLongs()).containsExactly(-1, 28, 28, 1);
        assertThat(written.outputs().get(0).name()).isEqualTo(model.outputs().get(0).name());
        for (String layer : model.layers().names()) {
          boolean computes = layer.startsWith("conv") || layer.startsWith("dense");
          if (computes) {
            assertThat(written.info().innerNames()).anyMatch(name -> name.startsWith(layer + "/"));
          }
        }
      }
    }
    assertThat(verify(target, MNIST_GOLDEN, 1e-5).status()).isEqualTo(Verdict.Status.OK);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(target);
    }
  }

  @Test
  void onnxModelsAndFrozenGraphsGiveTheSame() throws IOException {
    Path onnx = folder.resolve("digits.onnx");
    Path again = folder.resolve("again.savedmodel");
    Path frozen = folder.resolve("frozen.pb");
    try (Model model = Model.load(MNIST)) {
      model.save(onnx);
      model.save(frozen);
    }
    try (Model model = Model.load(onnx)) {
      model.save(again);
      try (Model written = Model.load(again)) {
        assertThat(written.weights().keySet()).isNotEmpty();
      }
    }
    assertThat(verify(again, MNIST_GOLDEN, 1e-5).status()).isEqualTo(Verdict.Status.OK);
    assertThat(verify(frozen, MNIST_GOLDEN, 1e-5).status()).isEqualTo(Verdict.Status.OK);
  }

  /** PyTorch's own numbers, and PyTorch's nodes as scopes of the operations. */
  @ParameterizedTest
  @CsvSource({
    "tagger.torchscript, LSTM",
    "tagger.dynamo, LSTM",
    "vit.torchscript, MatMul",
    "mobilenet.dynamo, Conv"
  })
  void networksOfPyTorchGiveTheSame(String name, String kind) throws IOException {
    Path torch = Checkout.file("tests/goldens/torch");
    Path target = folder.resolve("torch.savedmodel");
    Recording golden = Recording.read(torch.resolve(name.substring(0, name.indexOf('.')) + ".npz"));
    try (Model model = Model.load(torch.resolve(name + ".onnx"))) {
      model.save(target);
      try (Model written = Model.load(target)) {
        Tensor scores = written.predict(golden.tensors().get("in:x"));
        Difference apart = Difference.of(golden.tensors().get("out:y"), scores);
        assertThat(apart.problem()).isEmpty();
        assertThat(apart.relative()).isLessThanOrEqualTo(1e-5);
        assertThat(written.inputs().get(0).name()).isEqualTo("x");
        assertThat(written.outputs().get(0).name()).isEqualTo("y");
        for (OnnxStructure.Node node : model.onnx().structure().nodes()) {
          if (node.opType().equals(kind)) {
            String clean = node.name().replaceAll("[^A-Za-z0-9_./-]", "_");
            assertThat(written.info().innerNames())
                .as(clean)
                .anyMatch(inner -> inner.startsWith(clean) || inner.startsWith("n" + clean));
          }
        }
      }
    }
  }

  @Test
  void whatWasTrainedHereIsWritten() throws IOException {
    Path target = folder.resolve("trained.savedmodel");
    Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
    Tensor y = Tensor.of(new float[] {1, 0, 1}, 3, 1);
    try (Model model = Model.sequential(dense(4).activation("tanh").inputShape(2), dense(1))) {
      Map<String, Tensor> before = model.weights();
      model.compile("sgd", "mse");
      model.fit(x, y, FitOptions.DEFAULTS.verbose(0).epochs(2));
      model.save(target);
      try (Model written = Model.load(target)) {
        assertThat(written.weights()).isEqualTo(model.weights()).isNotEqualTo(before);
        assertThat(written.predict(x)).isEqualTo(model.predict(x));
      }
    }
  }

  @Test
  void aFolderThatHoldsSomethingElseStays() throws IOException {
    Path target = Files.createDirectory(folder.resolve("photos"));
    Files.writeString(target.resolve("holiday.txt"), "sun");
    try (Model model = Model.load(MNIST)) {
      assertThatThrownBy(() -> model.export(target))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("holds something else");
    }
    assertThat(target.resolve("holiday.txt")).hasContent("sun");
  }

  @Test
  void aTensorFlowGraphSaysWhatItCannotDo() throws IOException {
    try (Model model = Model.load(GOLDENS.resolve("keras3_mlp"))) {
      assertThatThrownBy(() -> model.info().keras())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("operations and no layers");
      assertThatThrownBy(() -> model.compile("sgd", "mse"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("not trained");
      assertThat(model.info().runsOn("onnxruntime")).isFalse();
    }
  }
}
