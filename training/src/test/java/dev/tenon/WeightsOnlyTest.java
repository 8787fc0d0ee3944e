package dev.tenon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Distances;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights without a model, against what the Keras that wrote them answers. */
final class WeightsOnlyTest {
  private static final Path GOLDENS = Checkout.file("tests/goldens/weights_only");

  private static Model fromJson(String name) throws IOException {
    return Model.fromJson(Files.readString(GOLDENS.resolve(name)));
  }

  private static void answersAs(Model model, String recording) throws IOException {
    try (Source source = Source.of(GOLDENS.resolve(recording))) {
      Map<String, Tensor> golden = Npz.read(source);
      for (String engine : new String[] {"tensorflow", "onnxruntime"}) {
        Tensor predicted = model.on(engine).predict(golden.get("in0"));
        Distances.near(golden.get("out0"), predicted, 1e-5, engine);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "k3.json, k3.weights.h5, k3.npz",
    "k3.json, sharded.weights.json, k3.npz",
    "tf.json, tf.h5, tf.npz"
  })
  void aConfigurationAndItsWeightsAreTheModel(String json, String weights, String recording)
      throws Exception {
    try (Model model = fromJson(json).loadWeights(GOLDENS.resolve(weights))) {
      answersAs(model, recording);
    }
  }

  /** Keras 3 quantised the model; its JSON says so, its weights are whole numbers and scales. */
  @ParameterizedTest
  @ValueSource(strings = {"int8", "int4", "float8"})
  void quantisedWeightsAreTheModel(String mode) throws Exception {
    try (Model model = fromJson(mode + ".json")) {
      answersAs(model.loadWeights(GOLDENS.resolve(mode + ".weights.h5")), mode + ".npz");
    }
  }

  @Test
  void otherWeightsTakeTheirPlace() throws Exception {
    try (Model model = fromJson("k3.json").loadWeights(GOLDENS.resolve("k3.weights.h5"))) {
      Map<String, Tensor> right = model.weights();
      Map<String, Tensor> wrong = new LinkedHashMap<>();
      right.forEach((path, value) -> wrong.put(path, Tensor.zeros(value.dtype(), value.shape())));
      model.setWeights(wrong);
      Tensor x = Tensor.zeros(model.inputs().get(0).dtype(), 1, 6, 6, 1);
      assertThat(model.predict(x).toDoubleArray()).containsOnly(0);
      answersAs(model.loadWeights(GOLDENS.resolve("k3.weights.h5")), "k3.npz");
    }
  }

  @Test
  void weightsAreSavedAndLoadedByName(@TempDir Path folder) throws Exception {
    String target = folder.resolve("copy.weights.h5").toString();
    try (Model model = fromJson("k3.json").loadWeights(GOLDENS.resolve("k3.weights.h5"));
        Model other = fromJson("k3.json")) {
      model.saveWeights(target);
      answersAs(other.loadWeights(target), "k3.npz");
      assertThatThrownBy(() -> model.saveWeights("copy.h5"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("ends in .weights.h5");
      // Sharded weights are read, not written.
      assertThatThrownBy(() -> model.saveWeights("copy.weights.json"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(".weights.npz");
    }
  }

  @ParameterizedTest
  @CsvSource({"k3.weights.h5", "tf.h5"})
  void weightsAloneAreNoModelAndTheMessageSaysWhatToDo(String weights) {
    assertThatThrownBy(() -> Model.load(GOLDENS.resolve(weights)))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining(weights + ": holds weights only")
        .hasMessageContaining("Model.fromJson(json).loadWeights(path)");
  }

  /** Its layers are attributes of a class in Python, under names of its own. */
  @Test
  void weightsOfASubclassedModelAreToldApart() {
    assertThatThrownBy(() -> Model.load(GOLDENS.resolve("subclassed.weights.h5")))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("subclassed.weights.h5: holds weights only")
        .hasMessageContaining("a class derived from keras.Model")
        .hasMessageContaining("Model.fromJson(json).loadWeights(path)");
  }

  @Test
  void weightsOfAnotherModelChangeNothing() throws Exception {
    try (Model model = fromJson("k3.json").loadWeights(GOLDENS.resolve("k3.weights.h5"))) {
      assertThatThrownBy(
              () -> model.loadWeights(Checkout.file("tests/goldens/building/transformer.h5")))
          .isInstanceOf(MalformedModelException.class)
          .hasMessageContaining("transformer.h5");
      answersAs(model, "k3.npz");
    }
  }

  @Test
  void aModelWithoutWeightsSaysSo() throws Exception {
    try (Model model = fromJson("k3.json")) {
      Tensor x = Tensor.zeros(model.inputs().get(0).dtype(), 1, 6, 6, 1);
      assertThatThrownBy(() -> model.predict(x)).hasMessageContaining("load weights first");
    }
  }

  @Test
  void filesOfAnIndexStayBesideIt(@TempDir Path folder) throws Exception {
    Path index = folder.resolve("sharded.weights.json");
    String text = Files.readString(GOLDENS.resolve("sharded.weights.json"));
    try (Model model = fromJson("k3.json")) {
      Files.writeString(index, text);
      assertThatThrownBy(() -> model.loadWeights(index))
          .isInstanceOf(NoSuchFileException.class)
          .hasMessageContaining("sharded_00000.weights.h5");
      Files.writeString(index, text.replace("sharded_00000", "../sharded_00000"));
      assertThatThrownBy(() -> model.loadWeights(index))
          .isInstanceOf(MalformedModelException.class)
          .hasMessageContaining("expected the name of an .h5 file beside it");
    }
  }
}
