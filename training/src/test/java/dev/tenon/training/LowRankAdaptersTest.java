package dev.tenon.training;

import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.lora.LoraConfig.lora;
import static dev.tenon.training.CompileOptions.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.Model;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.layers.lora.LoraConfig;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Distances;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Low-rank adapters train, are merged and saved as in Keras 3.15. */
final class LowRankAdaptersTest {
  private static final Path GOLDENS = Checkout.file("tests/goldens/training");
  private static Map<String, Tensor> recorded = Map.of();

  @TempDir Path folder;

  @BeforeAll
  static void read() throws IOException {
    try (Source source = Source.of(GOLDENS.resolve("lora.npz"))) {
      recorded = Npz.read(source);
    }
  }

  private static Tensor get(String key) {
    Tensor tensor = recorded.get(key);
    assertThat(tensor).as(key).isNotNull();
    return tensor;
  }

  private static Map<String, Tensor> under(String start) {
    Map<String, Tensor> found = new TreeMap<>();
    recorded.forEach(
        (key, value) -> {
          if (key.startsWith(start)) {
            found.put(inTenon(key.substring(start.length())), value);
          }
        });
    return found;
  }

  /** Keras' variables have the names of the layers inside attention, Tenon's their attributes. */
  private static String inTenon(String path) {
    return path.replace("attention/attention_output/", "attention/output_dense/")
        .replaceAll("attention/(query|key|value)/", "attention/$1_dense/");
  }

  /** Returns the model with the adapters that the script gave it. */
  private static Model adapted(boolean freezeOthers) throws IOException {
    LoraConfig two = lora(2).freezeOthers(freezeOthers);
    try (Model base = Model.load(GOLDENS.resolve("lora_base.keras"));
        Model table = base.edit().enableLora(two.loraAlpha(4.0), "table");
        Model attention =
            table
                .edit()
                .enableLora(
                    two,
                    "attention/query_dense",
                    "attention/value_dense",
                    "attention/output_dense");
        Model split =
            attention
                .edit()
                .enableLora(lora(3).loraAlpha(1.5).freezeOthers(freezeOthers), "split")) {
      return split.edit().enableLora(two.loraAlpha(6.0), "hidden");
    }
  }

  private static void trainsLikeKeras(String run, boolean freezeOthers) throws IOException {
    try (Model model = adapted(freezeOthers)) {
      Distances.near(base(), model.predict(get("x")), 1e-6, "outputs before the first step");
      model.setWeights(under(run + "/start/"));
      model.compile(compile().optimizer(Optimizers.sgd(0.1)).loss("mse"));
      Tensor losses = get(run + "/losses");
      for (int step = 0; step < losses.size(); step++) {
        assertThat(model.trainOnBatch(get("x"), get("y")).get("loss"))
            .as(run + " " + step)
            .isCloseTo(losses.getDouble(step), within(1e-5));
      }
      Map<String, Tensor> weights = model.weights();
      assertThat(weights.keySet())
          .containsExactlyInAnyOrderElementsOf(under(run + "/after/").keySet());
      under(run + "/after/")
          .forEach((path, expected) -> Distances.near(expected, weights.get(path), 1e-5, path));
      Distances.near(get(run + "/outputs"), model.predict(get("x")), 1e-5, run);
    }
  }

  private static Tensor base() throws IOException {
    try (Model base = Model.load(GOLDENS.resolve("lora_base.keras"))) {
      return base.predict(get("x"));
    }
  }

  @Test
  void onlyAdaptedWeightsAreFrozen() throws IOException {
    trainsLikeKeras("layer", false);
  }

  @Test
  void onlyAdaptersLearn() throws IOException {
    trainsLikeKeras("model", true);
  }

  /** As in Keras: of a Dense with a rank, the bias and the factors learn. */
  @Test
  void argumentsOfALayerAskForAnAdapter() {
    try (Model model =
        Model.sequential(
            dense(3).name("d").loraRank(2).loraAlpha(6.0).inputShape(4), dense(1).name("e"))) {
      assertThat(model.weights().get("d/lora_kernel_a").shape()).containsExactly(4, 2);
      assertThat(model.weights().get("d/lora_kernel_b").shape()).containsExactly(2, 3);
      assertThat(model.summary())
          .contains("Trainable params: 21 ")
          .contains("Non-trainable params: 12 ");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Model.sequential(dense(3).loraRank(2).kernelConstraint("non_neg").inputShape(4)))
        .withMessageContaining("has a constraint");
  }

  /** Returns the trained model of the first run. */
  private static Model trained() throws IOException {
    Model model = adapted(false);
    model.setWeights(under("layer/after/"));
    return model;
  }

  @Test
  void mergedWeightsGiveTheSameOutputs() throws IOException {
    try (Model model = trained();
        Model merged = model.edit().mergeLora()) {
      assertThat(merged.weights().keySet()).noneMatch(path -> path.contains("lora"));
      Distances.near(get("layer/outputs"), merged.predict(get("x")), 1e-5, "merged");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> merged.edit().mergeLora())
          .withMessageContaining("no low-rank adapters");
    }
  }

  /** Keras' own file has the merged weights, too, and asks for new adapters. */
  @Test
  void filesHoldWhatThoseOfKerasHold() throws IOException {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    try (Model keras = Model.load(GOLDENS.resolve("lora.keras"))) {
      Distances.near(get("layer/outputs"), keras.predict(get("x")), 1e-5, "Keras' file");
      weights.putAll(keras.weights());
      assertThat(weights.keySet()).contains("hidden/lora_kernel_a", "table/lora_embeddings_b");
    }
    try (Model model = trained()) {
      for (String name : new String[] {"own.keras", "own.h5", "own.onnx"}) {
        model.save(folder.resolve(name));
        try (Model again = Model.load(folder.resolve(name))) {
          Distances.near(get("layer/outputs"), again.predict(get("x")), 1e-5, name);
          if (name.equals("own.keras")) {
            assertThat(again.weights().keySet())
                .containsExactlyInAnyOrderElementsOf(weights.keySet());
            again
                .weights()
                .forEach(
                    (path, weight) -> {
                      if (!path.endsWith("_a")) {
                        Distances.near(weights.get(path), weight, 1e-6, path);
                      }
                    });
          }
        }
      }
      model.save(folder.resolve("own.weights.h5"));
      try (Model plain = Model.load(GOLDENS.resolve("lora_base.keras"));
          Model other = trained()) {
        plain.loadWeights(folder.resolve("own.weights.h5"));
        Distances.near(get("layer/outputs"), plain.predict(get("x")), 1e-5, "weights");
        other.loadWeights(folder.resolve("own.weights.h5"));
        Distances.near(get("layer/outputs"), other.predict(get("x")), 1e-5, "weights again");
      }
    }
  }
}
