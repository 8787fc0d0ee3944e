package dev.tenon.zoo.huggingface;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Model;
import dev.tenon.engine.Engine;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Distances;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares with transformers on PyTorch; tests/goldens/huggingface/make.py records it. */
class HuggingFaceFoldersTest {
  private static final Path GOLDENS = Checkout.file("tests/goldens/huggingface");

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
