package dev.tenon;

import static dev.tenon.Tenon.dense;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.safetensors.SafetensorsFile;
import dev.tenon.formats.safetensors.SafetensorsWriter;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWeightsTest {
  @TempDir Path folder;

  private static Model model(int units) {
    return Model.sequential(
        dense(units).name("hidden").inputShape(3), dense(2).useBias(false).name("scores"));
  }

  @Test
  void weightsOfAKerasModelHaveTheirPaths() throws IOException {
    Path file = folder.resolve("w.safetensors");
    Tensor batch = Tensor.of(new float[][] {{1, -2, 3}});
    try (Model from = model(4);
        Model to = model(4)) {
      from.save(file);
      try (Source source = Source.of(file)) {
        assertThat(SafetensorsFile.open(source).entries().keySet())
            .containsExactly("hidden/bias", "hidden/kernel", "scores/kernel");
      }
      assertThat(to.predict(batch)).isNotEqualTo(from.predict(batch));
      to.loadWeights(file);
      assertThat(to.weights()).isEqualTo(from.weights());
      assertThat(to.predict(batch)).isEqualTo(from.predict(batch));
    }
  }

  @Test
  void weightsOfAnOnnxNetworkHaveTheNamesOfItsInitializers() throws IOException {
    Path file = folder.resolve("w.safetensors");
    Path network = Checkout.file("tests/goldens/torch/groups.dynamo.onnx");
    try (Model model = Model.load(network)) {
      Map<String, Tensor> weights = model.weights();
      model.save(file);
      String name = weights.keySet().iterator().next();
      model.setWeights(Map.of(name, weights.get(name).scale(2, 1)));
      assertThat(model.weights()).isNotEqualTo(weights);
      model.loadWeights(file);
      assertThat(model.weights()).isEqualTo(weights);
    }
  }

  @Test
  void weightsOfAnotherModelAreRefused() throws IOException {
    Path file = folder.resolve("w.safetensors");
    try (Model from = model(4);
        Model to = model(5)) {
      from.save(file);
      Map<String, Tensor> before = to.weights();
      assertThatThrownBy(() -> to.loadWeights(file))
          .isInstanceOf(MalformedModelException.class)
          .hasMessageStartingWith("w.safetensors: the weight 'hidden/")
          .hasMessageContaining("the model needs [");
      SafetensorsWriter.write(
          file,
          Map.of("other", SafetensorsWriter.Pending.of(Tensor.of(new float[] {1}))),
          Map.of());
      assertThatThrownBy(() -> to.loadWeights(file))
          .isInstanceOf(MalformedModelException.class)
          .hasMessageContaining("missing are hidden/bias, hidden/kernel, scores/kernel")
          .hasMessageContaining("unknown are other");
      assertThat(to.weights()).isEqualTo(before);
    }
  }

  @Test
  void suchAFileIsNoModel() throws IOException {
    Path file = folder.resolve("w.safetensors");
    try (Model model = model(4)) {
      model.save(file);
    }
    assertThatThrownBy(() -> Model.load(file))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("load the folder that has it beside a config.json");
  }
}
