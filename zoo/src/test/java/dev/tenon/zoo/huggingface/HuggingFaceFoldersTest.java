package dev.tenon.zoo.huggingface;

import static dev.tenon.Tenon.fit;
import static dev.tenon.Tenon.sgd;
import static dev.tenon.Tenon.sparseCategoricalCrossentropy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.callbacks.History;
import dev.tenon.engine.Engine;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.formats.safetensors.SafetensorsFile;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Distances;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares with transformers on PyTorch; tests/goldens/huggingface/make.py records it. */
class HuggingFaceFoldersTest {
  private static final Path GOLDENS = Checkout.file("tests/goldens/huggingface");

  @TempDir Path folder;

  static List<String> cases() throws IOException {
    try (Stream<Path> folders = Files.list(GOLDENS)) {
      List<String> cases =
          folders
              .filter(Files::isDirectory)
              .map(folder -> folder.getFileName().toString())
              .sorted()
              .toList();
      assertThat(cases).hasSizeGreaterThan(28);
      return cases;
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void bothEnginesComputeWhatPyTorchDoes(String name) throws IOException {
    try (Model model = Model.load(GOLDENS.resolve(name))) {
      check(model, name);
    }
  }

  /** What was read is written bit for bit, under the names of transformers. */
  @ParameterizedTest
  @MethodSource("cases")
  void aSavedFolderHasTheSameTensors(String name) throws IOException {
    Path saved = folder.resolve("saved");
    try (Model model = Model.load(GOLDENS.resolve(name))) {
      model.save(saved);
    }
    Map<String, Tensor> written = tensors(saved);
    Map<String, Tensor> read = tensors(GOLDENS.resolve(name));
    // An unused bias beside that of a decoder of its own.
    read.keySet()
        .removeIf(tensor -> tensor.equals("lm_head.bias") && name.equals("xlm_roberta.masked"));
    assertThat(written).isEqualTo(read);
    assertThat(Files.exists(saved.resolve("1_Pooling/config.json")))
        .isEqualTo(name.endsWith("sentence"));
    ObjectMapper json = new ObjectMapper();
    assertThat(json.readTree(Files.readString(saved.resolve("config.json"))))
        .isEqualTo(json.readTree(Files.readString(GOLDENS.resolve(name).resolve("config.json"))));
  }

  private static Map<String, Tensor> tensors(Path place) throws IOException {
    try (Source source = Source.of(place.resolve("model.safetensors"))) {
      SafetensorsFile file = SafetensorsFile.open(source);
      Map<String, Tensor> tensors = new TreeMap<>();
      file.entries().keySet().forEach(name -> tensors.put(name, file.tensor(name)));
      return tensors;
    }
  }

  /** The row of padding is not trained in PyTorch; here the mask keeps its gradient at zero. */
  @Test
  void bertTrainsAsInPyTorch() throws IOException {
    Map<String, Tensor> arrays = golden("bert.sequence");
    try (Model model = Model.load(GOLDENS.resolve("bert.sequence"))) {
      Tensor before = model.weights().get("word_embeddings/embeddings");
      model.compile(sgd(0.1), sparseCategoricalCrossentropy().fromLogits(true));
      History history =
          model.fit(
              part(arrays, "in."),
              Map.of("logits", arrays.get("labels")),
              fit().epochs(10).shuffle(false).verbose(0));
      double[] losses = arrays.get("losses").toDoubleArray();
      for (int i = 0; i < losses.length; i++) {
        Distances.near(losses[i], history.get("loss").get(i), 1e-4, "step " + i);
      }
      Tensor words = model.weights().get("word_embeddings/embeddings");
      Distances.check("words", words, arrays.get("words"), 1e-4);
      assertThat(words.get(0)).isEqualTo(before.get(0));
      assertThat(words.get(5)).isNotEqualTo(before.get(5));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.keras", "model.onnx", "model.savedmodel"})
  void otherFormatsHoldTheNetworks(String target) throws IOException {
    for (String name : List.of("bert.masked", "mpnet.base", "deit.teacher")) {
      Path saved = folder.resolve(name + "." + target);
      try (Model model = Model.load(GOLDENS.resolve(name))) {
        model.save(saved);
      }
      Map<String, Tensor> arrays = golden(name);
      Map<String, Tensor> expected = part(arrays, "out.");
      try (Model model = Model.load(saved)) {
        Map<String, Tensor> found = model.predict(inputs(arrays));
        expected.forEach(
            (output, tensor) ->
                Distances.check(name + " " + target, found.get(output), tensor, 1e-5));
      }
    }
  }

  private static void check(Model model, String name) throws IOException {
    Map<String, Tensor> arrays = golden(name);
    Map<String, Tensor> expected = part(arrays, "out.");
    for (Engine engine : List.of(Engine.TENSORFLOW, Engine.ONNX_RUNTIME)) {
      Map<String, Tensor> found = model.on(engine).predict(inputs(arrays));
      assertThat(found.keySet()).as(name).isEqualTo(expected.keySet());
      expected.forEach(
          (output, tensor) ->
              Distances.check(name + " " + engine + " " + output, found.get(output), tensor, 1e-5));
    }
  }

  static Map<String, Tensor> golden(String name) throws IOException {
    try (Source source = Source.of(GOLDENS.resolve(name).resolve("golden.npz"))) {
      return Npz.read(source);
    }
  }

  static Map<String, Tensor> part(Map<String, Tensor> arrays, String start) {
    Map<String, Tensor> part = new LinkedHashMap<>();
    arrays.forEach(
        (name, tensor) -> {
          if (name.startsWith(start)) {
            part.put(name.substring(start.length()), tensor);
          }
        });
    return part;
  }

  /** Returns the inputs; images have their channels last. */
  static Map<String, Tensor> inputs(Map<String, Tensor> arrays) {
    Map<String, Tensor> inputs = part(arrays, "in.");
    inputs.computeIfPresent("pixel_values", (name, pixels) -> pixels.transpose(0, 2, 3, 1));
    return inputs;
  }
}
