package dev.tenon.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Model;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.verify.Difference;
import dev.tenon.verify.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Networks that PyTorch exports become layers of Keras that give PyTorch's numbers, on both engines
 * and from the file that is written; {@code to_keras.tsv} names the layers, or why there are none.
 */
final class TorchToKerasTest {
  private static final double TOLERANCE = 1e-5;
  private static final String REFUSED = "refused: ";

  @TempDir private Path work;

  @TestFactory
  Stream<DynamicTest> theSameNumbersAsLayers() throws IOException {
    Path folder = Checkout.file("tests/goldens/torch");
    Map<String, String> table = new LinkedHashMap<>();
    for (String line : Files.readAllLines(folder.resolve("to_keras.tsv"))) {
      String[] cells = line.split("\t", 2);
      table.put(cells[0], cells[1]);
    }
    return table.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(), () -> check(folder, entry.getKey(), entry.getValue())));
  }

  /** The graph keeps PyTorch's nodes; what they make together is counted. */
  @Test
  void whatSeveralNodesMakeIsCounted() throws IOException {
    Path folder = Checkout.file("tests/goldens/torch");
    try (Model vit = Model.load(folder.resolve("vit.torchscript.onnx"))) {
      assertThat(vit.onnx().recognised())
          .as(vit.info().kinds().toString())
          .containsEntry("Attention", 2);
    }
    Path networks = Checkout.file("tests/goldens/onnx/networks");
    try (Model keras = Model.load(networks.resolve("keras_attention.tf2onnx.onnx"))) {
      assertThat(keras.onnx().recognised())
          .as(keras.info().kinds().toString())
          .containsEntry("Attention", 1)
          .containsEntry("LayerNormalization", 1);
      assertThat(keras.info().kinds()).doesNotContainKey("LayerNormalization");
    }
    try (Model resnet = Model.load(folder.resolve("resnet.torchscript.onnx"))) {
      assertThat(resnet.onnx().recognised()).isEmpty();
    }
  }

  private void check(Path folder, String file, String expected) throws IOException {
    String name = file.substring(0, file.indexOf('.'));
    Recording golden = Recording.read(folder.resolve(name + ".npz"));
    Path archive = work.resolve("again.keras");
    try (Model onnx = Model.load(folder.resolve(file));
        Model keras = onnx.edit().toKeras()) {
      assertThat(OnnxToKerasTest.layers(keras)).isEqualTo(expected);
      same(keras, golden);
      keras.save(archive);
    } catch (UnsupportedModelException e) {
      assertThat(REFUSED + String.valueOf(e.getMessage()).lines().skip(1).findFirst().orElse(""))
          .as(e.getMessage())
          .isEqualTo(expected);
      return;
    }
    try (Model again = Model.load(archive)) {
      same(again, golden);
    }
  }

  private static void same(Model model, Recording golden) {
    Tensor x = golden.tensors().get("in:x");
    for (String engine : new String[] {"tensorflow", "onnxruntime"}) {
      Difference apart = Difference.of(golden.tensors().get("out:y"), model.on(engine).predict(x));
      assertThat(apart.problem()).as(engine).isEmpty();
      assertThat(apart.relative()).as(engine).isLessThanOrEqualTo(TOLERANCE);
    }
  }
}
