package dev.tenon;

import static dev.tenon.layers.Layers.dense;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ONNX networks from streams and of changes are temporary files; messages do not name those. */
final class TemporaryModelsTest {
  @TempDir private Path folder;

  private byte[] network() throws IOException {
    Path file = folder.resolve("net.onnx");
    try (Model model = Model.sequential(dense(3, "relu").inputShape(2), dense(1))) {
      model.save(file);
    }
    return Files.readAllBytes(file);
  }

  private static void fails(Model model, String label) {
    Map<String, Tensor> x =
        Map.of(model.inputs().get(0).name(), Tensor.of(new float[] {1, 2}, 1, 2));
    assertThatThrownBy(() -> model.run(x, List.of("nothing")))
        .satisfies(e -> assertThat(e.toString()).doesNotContainPattern("tenon[0-9]"));
    model.predict(x);
    model.close();
    assertThatThrownBy(() -> model.predict(x))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'" + label + "' is closed");
  }

  @Test
  void streams() throws IOException {
    fails(Model.load(new ByteArrayInputStream(network())), "stream");
  }

  @Test
  void changes() throws IOException {
    network();
    try (Model model = Model.load(folder.resolve("net.onnx"))) {
      fails(model.copy(), "net.onnx");
      Model changed = model.copy();
      Tensor first = changed.weights().values().iterator().next();
      changed.setWeights(
          Map.of(
              changed.weights().keySet().iterator().next(),
              Tensor.zeros(first.dtype(), first.shape())));
      fails(changed, "net.onnx");
    }
  }

  /** ONNX Runtime refuses what it reads, and says where it lies. */
  @Test
  void refusals() throws IOException {
    byte[] bytes = network();
    byte[] broken =
        new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1)
            .replace("MatMul", "MatMal")
            .replace("Gemm", "Gimm")
            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThatThrownBy(
            () -> {
              try (Model model = Model.load(new ByteArrayInputStream(broken))) {
                model.predict(Tensor.of(new float[] {1, 2}, 1, 2));
              }
            })
        .hasMessageContaining("stream")
        .satisfies(e -> assertThat(e.toString()).doesNotContainPattern("tenon[0-9]+"));
  }
}
