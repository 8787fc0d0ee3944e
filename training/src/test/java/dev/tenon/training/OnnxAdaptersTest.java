package dev.tenon.training;

import static dev.tenon.layers.lora.LoraConfig.lora;
import static dev.tenon.training.CompileOptions.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.Model;
import dev.tenon.engine.Engine;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.formats.safetensors.SafetensorsFile;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Distances;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Low-rank adapters of an ONNX network, compared with PyTorch. */
final class OnnxAdaptersTest {
  private static final Path NETWORK = Checkout.file("tests/goldens/training/lora.onnx");
  private static final String[] WEIGHTS = {
    "first.weight", "second.weight", "third.weight", "fourth.weight"
  };

  @TempDir Path folder;

  private static Map<String, Tensor> recorded() throws IOException {
    try (Source source = Source.of(Checkout.file("tests/goldens/training/lora_onnx.npz"))) {
      return Npz.read(source);
    }
  }

  private static Map<String, Tensor> under(Map<String, Tensor> arrays, String start) {
    Map<String, Tensor> found = new HashMap<>();
    arrays.forEach(
        (key, value) -> {
          if (key.startsWith(start)) {
            found.put(key.substring(start.length()), value);
          }
        });
    return found;
  }

  @Test
  void factorsTrainAndAreMerged() throws IOException {
    Map<String, Tensor> arrays = recorded();
    Tensor x = arrays.get("x");
    try (Model base = Model.load(NETWORK);
        Model model = base.edit().enableLora(lora(2).loraAlpha(4.0))) {
      Distances.near(base.predict(x), model.predict(x), 1e-6, "before the first step");
      Map<String, Tensor> weights = base.weights();
      model.setWeights(under(arrays, "start/"));
      model.compile(compile().optimizer(Optimizers.sgd(0.1)).loss("mse"));
      Tensor losses = arrays.get("losses");
      for (int step = 0; step < losses.size(); step++) {
        assertThat(model.trainOnBatch(x, arrays.get("y")).get("loss"))
            .as("step " + step)
            .isCloseTo(losses.getDouble(step), within(1e-5));
      }
      under(arrays, "after/")
          .forEach((name, value) -> Distances.near(value, model.weights().get(name), 1e-5, name));
      weights.forEach((name, value) -> assertThat(model.weights().get(name)).isEqualTo(value));
      Tensor outputs = arrays.get("outputs");
      model.save(folder.resolve("adapted.onnx"));
      try (Model merged = model.edit().mergeLora();
          Model again = Model.load(folder.resolve("adapted.onnx"));
          Model late = again.edit().mergeLora()) {
        assertThat(merged.weights().keySet()).isEqualTo(weights.keySet());
        assertThat(again.weights().keySet()).isEqualTo(model.weights().keySet());
        for (Model each : new Model[] {model, merged, again, late}) {
          Distances.near(outputs, each.predict(x), 1e-5, "as it was");
          Distances.near(outputs, each.on(Engine.TENSORFLOW).predict(x), 1e-5, "TensorFlow");
        }
      }
    }
  }

  @Test
  void foldersOfPeftHoldPyTorchsMatrices() throws IOException {
    Map<String, Tensor> arrays = recorded();
    Path peft = folder.resolve("peft");
    try (Model base = Model.load(NETWORK);
        Model model = base.edit().enableLora(lora(2).loraAlpha(4.0))) {
      model.setWeights(under(arrays, "after/"));
      model.layers().saveLora(peft);
      try (Source source = Source.of(peft.resolve("adapter_model.safetensors"))) {
        SafetensorsFile file = SafetensorsFile.open(source);
        assertThat(file.tensor("base_model.model.second.lora_A.weight"))
            .isEqualTo(arrays.get("after/second.weight.lora_A"));
        assertThat(file.tensor("base_model.model.first.lora_A.weight"))
            .isEqualTo(arrays.get("after/first.weight.lora_A").transpose(1, 0));
      }
      try (Model again = base.edit().loadLora(peft)) {
        Distances.near(arrays.get("outputs"), again.predict(arrays.get("x")), 1e-5, "again");
      }
    }
  }

  @Test
  void patternsChooseWeights() throws IOException {
    try (Model base = Model.load(NETWORK);
        Model model = base.edit().enableLora(3, "second", "third.*")) {
      assertThat(model.weights().keySet())
          .contains(
              "second.weight.lora_A", "second.weight.lora_B", "third.weight.lora_A", WEIGHTS[0])
          .doesNotContain("first.weight.lora_A");
      assertThat(model.weights().get("second.weight.lora_A").shape()).containsExactly(3, 7);
      assertThat(model.weights().get("third.weight.lora_A").shape()).containsExactly(6, 3);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.edit().enableLora(3, "second.bias"))
          .withMessageContaining("second.bias");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> base.edit().mergeLora())
          .withMessageContaining("no low-rank adapters");
    }
  }
}
