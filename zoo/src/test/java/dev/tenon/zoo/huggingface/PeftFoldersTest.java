package dev.tenon.zoo.huggingface;

import static dev.tenon.layers.lora.LoraConfig.lora;
import static dev.tenon.losses.Losses.sparseCategoricalCrossentropy;
import static dev.tenon.optimizers.Optimizers.sgd;
import static dev.tenon.training.CompileOptions.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.Model;
import dev.tenon.data.Batch;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.formats.safetensors.SafetensorsFile;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Distances;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adapters of PEFT are opened, trained and written with the numbers of PEFT. */
class PeftFoldersTest {
  private static final Path BASE = Checkout.file("tests/goldens/huggingface/bert.sequence");
  private static final Path ADAPTER = Checkout.file("tests/goldens/peft/adapter");
  private static final List<String> INPUTS =
      List.of("input_ids", "attention_mask", "token_type_ids");
  private static Map<String, Tensor> golden = Map.of();

  @TempDir Path temporary;

  @BeforeAll
  static void read() throws IOException {
    try (Source source = Source.of(Checkout.file("tests/goldens/peft/golden.npz"))) {
      golden = Npz.read(source);
    }
  }

  private static Tensor get(String name) {
    Tensor tensor = golden.get(name);
    assertThat(tensor).as(name).isNotNull();
    return tensor;
  }

  private static Tensor logits(Model model) {
    Map<String, Tensor> inputs = new TreeMap<>();
    INPUTS.forEach(name -> inputs.put(name, get(name)));
    return model.predict(inputs).values().iterator().next();
  }

  private static Map<String, Tensor> tensors(Path folder) throws IOException {
    Map<String, Tensor> tensors = new TreeMap<>();
    try (Source source = Source.of(folder.resolve("adapter_model.safetensors"))) {
      SafetensorsFile file = SafetensorsFile.open(source);
      file.entries().keySet().forEach(name -> tensors.put(name, file.tensor(name)));
    }
    return tensors;
  }

  @Test
  void anAdapterOfPeftTrainsOnAndIsWrittenAgain() throws IOException {
    try (Model base = Model.load(BASE);
        Model model = base.edit().loadLora(ADAPTER)) {
      Distances.near(get("logits"), logits(model), 1e-5, "logits");
      Path first = temporary.resolve("first");
      model.layers().saveLora(first);
      assertThat(tensors(first)).isEqualTo(tensors(ADAPTER));
      model.compile(
          compile().optimizer(sgd(0.05)).loss(sparseCategoricalCrossentropy().fromLogits(true)));
      Batch batch =
          Batch.of(
              model.inputs().stream().map(input -> get(input.name())).toList(),
              List.of(get("labels")));
      Tensor losses = get("losses");
      for (int step = 0; step < losses.size(); step++) {
        assertThat(model.trainOnBatch(batch).get("loss"))
            .as("step " + step)
            .isCloseTo(losses.getDouble(step), within(1e-5));
      }
      Path last = temporary.resolve("last");
      model.layers().saveLora(last);
      Map<String, Tensor> written = tensors(last);
      written.forEach((name, value) -> Distances.near(get("after/" + name), value, 1e-5, name));
      assertThat(written).hasSize(20);
      try (Model again = base.edit().loadLora(last);
          Model merged = again.edit().mergeLora()) {
        Tensor expected = logits(model);
        Distances.near(expected, logits(again), 1e-6, "again");
        Distances.near(expected, logits(merged), 1e-5, "merged");
        model.save(temporary.resolve("folder"));
        try (Model whole = Model.load(temporary.resolve("folder"))) {
          Distances.near(expected, logits(whole), 1e-5, "whole");
        }
      }
    }
  }

  /**
   * Keras splits a kernel within each head: the matrices have twice the rank, and equal numbers.
   */
  @Test
  void adaptersOfKerasAreWritten() throws IOException {
    Path folder = temporary.resolve("keras");
    try (Model base = Model.load(BASE);
        Model model =
            base.edit()
                .enableLora(
                    lora(2).loraAlpha(5.0).bInitializer(dev.tenon.Tenon.randomNormal()),
                    "layer_?_attention",
                    "word_embeddings")) {
      model.layers().unfreeze("logits");
      model.layers().saveLora(folder);
      assertThat(
              tensors(folder)
                  .get("base_model.model.bert.encoder.layer.0.attention.self.query.lora_A.weight")
                  .shape())
          .containsExactly(4, 12);
      assertThat(tensors(folder)).containsKey("base_model.model.classifier.bias").hasSize(20);
      try (Model again = base.edit().loadLora(folder)) {
        assertThat(logits(model)).isNotEqualTo(logits(base));
        Distances.near(logits(model), logits(again), 1e-5, "again");
      }
    }
  }

  @Test
  void foreignAdaptersAreRefused() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("other"));
    String config = Files.readString(ADAPTER.resolve("adapter_config.json"));
    Files.copy(
        ADAPTER.resolve("adapter_model.safetensors"), folder.resolve("adapter_model.safetensors"));
    try (Model base = Model.load(BASE);
        Model other = Model.load(Checkout.file("tests/goldens/huggingface/distilbert.sequence"))) {
      Files.writeString(
          folder.resolve("adapter_config.json"),
          config.replace("\"use_dora\": false", "\"use_dora\": true"));
      assertThatThrownBy(() -> base.edit().loadLora(folder))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("'use_dora' is true; Tenon supports false only");
      assertThatThrownBy(() -> other.edit().loadLora(ADAPTER))
          .isInstanceOf(MalformedModelException.class)
          .hasMessageContaining("the adapter is of another network: unknown module");
      assertThatThrownBy(() -> base.layers().saveLora(temporary.resolve("none")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no low-rank adapters");
    }
  }
}
