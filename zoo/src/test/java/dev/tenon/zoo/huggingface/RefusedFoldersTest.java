package dev.tenon.zoo.huggingface;

import static dev.tenon.Tenon.dense;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.Model;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.safetensors.SafetensorsFile;
import dev.tenon.formats.safetensors.SafetensorsWriter;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders that are damaged, spelled otherwise, or of architectures that Tenon lacks. */
class RefusedFoldersTest {
  private static final Path GOLDENS = Checkout.file("tests/goldens/huggingface");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** As for the other formats: {@code -Dtenon.mutations}. */
  private static final int MUTANTS = Integer.getInteger("tenon.mutations", 100);

  @TempDir Path temporary;
  private Path folder;

  @BeforeEach
  void copy() throws IOException {
    folder = copied("bert.sequence");
  }

  private Path copied(String name) throws IOException {
    Path copy = Files.createDirectories(temporary.resolve(name));
    for (String file : List.of("config.json", "model.safetensors")) {
      Files.copy(GOLDENS.resolve(name).resolve(file), copy.resolve(file));
    }
    return copy;
  }

  private void config(Consumer<ObjectNode> change) throws IOException {
    Path file = folder.resolve("config.json");
    ObjectNode config = (ObjectNode) JSON.readTree(Files.readString(file));
    change.accept(config);
    Files.writeString(file, config.toString());
  }

  /** Writes the tensors with other names, or without those of no name. */
  private void tensors(Path target, Function<String, String> name) throws IOException {
    Path file = target.resolve("model.safetensors");
    Map<String, SafetensorsWriter.Pending> changed = new LinkedHashMap<>();
    try (Source source = Source.of(file)) {
      SafetensorsFile read = SafetensorsFile.open(source);
      for (String old : read.entries().keySet()) {
        String other = name.apply(old);
        if (!other.isEmpty()) {
          changed.put(other, SafetensorsWriter.Pending.of(read.tensor(old)));
        }
      }
    }
    SafetensorsWriter.write(file, changed, Map.of("format", "pt"));
  }

  @Test
  void anUnknownArchitectureIsRefusedWithTheKnownOnes() throws IOException {
    config(config -> config.put("model_type", "llama"));
    assertThatThrownBy(() -> Model.load(folder))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining(
            "the model_type 'llama' is not supported; Tenon reads bert, deit, distilbert, mpnet, roberta, vit, xlm-roberta");
    config(
        config ->
            config.put("model_type", "bert").putArray("architectures").add("BertLMHeadModel"));
    assertThatThrownBy(() -> Model.load(folder))
        .hasMessageContaining(
            "'BertLMHeadModel' is not supported; Tenon reads BertModel, BertForSequenceClassification");
    config(config -> config.put("registered_name", "keras_hub>BertBackbone").remove("model_type"));
    assertThatThrownBy(() -> Model.load(folder)).hasMessageContaining("KerasHub preset");
  }

  @Test
  void optionsThatChangeTheNumbersAreRefused() throws IOException {
    config(config -> config.put("position_embedding_type", "relative_key"));
    assertThatThrownBy(() -> Model.load(folder))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining(
            "'position_embedding_type' is \"relative_key\"; Tenon supports absolute only");
    config(
        config -> config.put("position_embedding_type", "absolute").put("hidden_act", "laplace"));
    assertThatThrownBy(() -> Model.load(folder)).hasMessageContaining("'laplace' is not supported");
  }

  @Test
  void sizesThatContradictTheWeightsAreRefused() throws IOException {
    config(config -> config.put("intermediate_size", 21));
    assertThatThrownBy(() -> Model.load(folder))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining(
            "model.safetensors: the tensor 'bert.encoder.layer.0.intermediate.dense.weight' has the shape [20, 12]; config.json asks for [21, 12]");
    config(config -> config.put("num_hidden_layers", 2_000_000_000));
    assertThatThrownBy(() -> Model.load(folder))
        .hasMessageContaining(
            "'num_hidden_layers' is 2000000000, and the weights have only 41 tensors");
    config(config -> config.put("num_hidden_layers", -1));
    assertThatThrownBy(() -> Model.load(folder))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("'num_hidden_layers': expected a positive number, received -1");
  }

  @Test
  void missingWeightsAreNamed() throws IOException {
    tensors(folder, name -> name.startsWith("classifier") ? "" : name);
    assertThatThrownBy(() -> Model.load(folder))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("has no values of classifier.weight, classifier.bias");
    Files.delete(folder.resolve("model.safetensors"));
    assertThatThrownBy(() -> Model.load(folder)).isInstanceOf(NoSuchFileException.class);
    Files.createFile(folder.resolve("pytorch_model.bin"));
    assertThatThrownBy(() -> Model.load(folder))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("safe_serialization=True");
  }

  @Test
  void otherSpellingsAreRead() throws IOException {
    Path other = copied("bert.base");
    Map<String, Tensor> expected;
    try (Model model = Model.load(other)) {
      expected = model.weights();
    }
    // As transformers 4 writes it for a model with a head, and as it came from TensorFlow.
    tensors(
        other,
        name ->
            "bert."
                + name.replace("LayerNorm.weight", "LayerNorm.gamma")
                    .replace("LayerNorm.bias", "LayerNorm.beta"));
    Path config = other.resolve("config.json");
    Files.writeString(config, Files.readString(config).replace("\"dtype\"", "\"torch_dtype\""));
    try (Model model = Model.load(other)) {
      assertThat(model.weights().keySet()).isEqualTo(expected.keySet());
      expected.forEach(
          (name, value) -> {
            // Seeds of dropout are drawn anew.
            if (value.dtype() == DType.FLOAT32) {
              assertThat(model.weights().get(name)).as(name).isEqualTo(value);
            }
          });
    }
    tensors(other, name -> name.contains("pooler") ? "" : name);
    try (Model model = Model.load(other)) {
      assertThat(model.outputs()).extracting("name").containsExactly("last_hidden_state");
    }
  }

  @Test
  void aReplacedClassifierIsSavedWithItsNumberOfClasses() throws IOException {
    Path saved = temporary.resolve("saved");
    Files.writeString(folder.resolve("vocab.txt"), "[PAD]\n");
    try (Model model = Model.load(folder);
        Model changed = model.edit().replace("logits", dense(3).name("logits"))) {
      changed.save(saved);
      assertThat(Files.readString(saved.resolve("vocab.txt"))).isEqualTo("[PAD]\n");
      try (Model read = Model.load(saved)) {
        assertThat(read.outputs().get(0).shape().length(-1)).isEqualTo(3);
        for (String weight : List.of("logits/kernel", "layer_1_output/kernel")) {
          assertThat(read.weights().get(weight)).isEqualTo(changed.weights().get(weight));
        }
      }
      Model grown = model.edit().append(dense(3));
      assertThatThrownBy(() -> grown.save(temporary.resolve("grown")))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("the layers are no longer those of BertForSequenceClassification");
    }
  }

  /** Weights are damaged in each fifth of the folders. */
  @Test
  void damagedFoldersAreRefusedInTime() throws IOException {
    byte[] weights = Files.readAllBytes(folder.resolve("model.safetensors"));
    Random random = new Random(20261130);
    for (int i = 0; i < MUTANTS / 4; i++) {
      Files.write(folder.resolve("model.safetensors"), mutant(weights, random));
      loadOrRefuse("weights " + i);
    }
    Files.write(folder.resolve("model.safetensors"), weights);
    damage("config.json", random);
  }

  @Test
  void damagedListsOfFilesAreRefusedInTime() throws IOException {
    Path weights = folder.resolve("model.safetensors");
    String shard = "model-00001-of-00001.safetensors";
    ObjectNode index = JSON.createObjectNode();
    index.putObject("metadata").put("total_size", Files.size(weights));
    ObjectNode map = index.putObject("weight_map");
    try (Source source = Source.of(weights)) {
      SafetensorsFile.open(source).entries().keySet().forEach(name -> map.put(name, shard));
    }
    Files.move(weights, folder.resolve(shard));
    Files.writeString(folder.resolve("model.safetensors.index.json"), index.toString());
    try (Model model = Model.load(folder)) {
      assertThat(model.inputs()).hasSize(3);
    }
    damage("model.safetensors.index.json", new Random(20261201));
  }

  private void damage(String name, Random random) throws IOException {
    byte[] good = Files.readAllBytes(folder.resolve(name));
    for (int i = 0; i < MUTANTS; i++) {
      Files.write(folder.resolve(name), mutant(good, random));
      loadOrRefuse(name + " " + i);
    }
  }

  private void loadOrRefuse(String mutant) {
    long start = System.nanoTime();
    try (Model model = Model.load(folder)) {
      assertThat(model.inputs()).as(mutant).hasSize(3);
    } catch (MalformedModelException | UnsupportedModelException | NoSuchFileException e) {
      assertThat(e.getMessage()).as(mutant).isNotBlank();
    } catch (IOException | RuntimeException e) {
      throw new AssertionError(mutant + ": in " + folder, e);
    }
    assertThat(System.nanoTime() - start).as(mutant).isLessThan(10_000_000_000L);
  }

  private static byte[] mutant(byte[] good, Random random) {
    byte[] bytes = good.clone();
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(Math.min(bytes.length, 4096));
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(7));
        case 1 -> bytes[at] = (byte) ('0' + random.nextInt(10));
        case 2 -> {
          int from = random.nextInt(bytes.length);
          int length = Math.min(1 + random.nextInt(40), bytes.length - Math.max(at, from));
          System.arraycopy(good, from, bytes, at, length);
        }
        default -> bytes[at] = (byte) " \",:{}[]-.eE0nt".charAt(random.nextInt(15));
      }
    }
    return bytes;
  }
}
