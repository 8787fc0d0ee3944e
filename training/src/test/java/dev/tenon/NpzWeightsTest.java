package dev.tenon;

import static dev.tenon.Tenon.dense;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Distances;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights as NumPy arrays; tests/goldens/weights_only/make.py writes those of Keras. */
class NpzWeightsTest {
  private static final Path GOLDENS = Checkout.file("tests/goldens/weights_only");

  @TempDir Path folder;

  @Test
  void weightsThatNumpyWroteAreTheModel() throws IOException {
    Path file = folder.resolve("again.weights.npz");
    String json = Files.readString(GOLDENS.resolve("k3.json"));
    try (Model model = Model.fromJson(json).loadWeights(GOLDENS.resolve("k3.weights.npz"));
        Model again = Model.fromJson(json);
        Source source = Source.of(GOLDENS.resolve("k3.npz"))) {
      Map<String, Tensor> golden = Npz.read(source);
      Tensor found = model.predict(Objects.requireNonNull(golden.get("in0")));
      Distances.near(golden.get("out0"), found, 1e-5, "k3");
      assertThat(model.save(file).notes()).isEmpty();
      again.loadWeights(file);
      assertThat(again.weights()).isEqualTo(model.weights());
    }
  }

  @Test
  void weightsOfAnotherModelAndPicklesAreRefused() throws IOException {
    Path file = folder.resolve("w.weights.npz");
    try (Model model = Model.sequential(dense(2).name("scores").inputShape(3))) {
      Npz.write(file, Map.of("scores/kernel", Tensor.of(new float[][] {{1, 2}})));
      assertThatThrownBy(() -> model.loadWeights(file))
          .isInstanceOf(MalformedModelException.class)
          .hasMessageContaining("missing are scores/bias, unknown are none");
      assertThatThrownBy(() -> model.loadWeights(GOLDENS.resolve("pickled.weights.npz")))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("holds Python objects (a pickle, which runs code when it is read)");
      assertThatThrownBy(() -> Model.load(file))
          .isInstanceOf(MalformedModelException.class)
          .hasMessageContaining("its arrays have no architecture");
    }
  }
}
