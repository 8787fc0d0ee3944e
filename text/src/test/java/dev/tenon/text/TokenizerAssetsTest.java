package dev.tenon.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.Model;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Distances;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Saves a sentence encoder in each kind of file, and compares with sentence-transformers. */
class TokenizerAssetsTest {
  private static final Path GOLDENS = Checkout.file("tests/goldens/pipelines");

  @TempDir Path folder;
  private Path encoder = folder;

  @BeforeEach
  void copy() throws IOException {
    Path from = GOLDENS.resolve("sentence.bert");
    encoder = folder.resolve("encoder");
    try (var files = Files.walk(from)) {
      for (Path one : files.filter(Files::isRegularFile).toList()) {
        Path target = encoder.resolve(from.relativize(one).toString());
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        Files.copy(one, target);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"saved.keras", "saved.onnx", "saved.savedmodel", "saved"})
  void aTokenizerIsSavedWithItsModel(String name) throws IOException {
    Path target = Files.createDirectory(folder.resolve("there")).resolve(name);
    try (Model model = Model.load(encoder)) {
      check(model);
      // What was read stays: neither the folder nor its tokenizer is needed any more.
      Files.delete(encoder.resolve("tokenizer.json"));
      check(model);
      assertThat(model.save(target).notes()).isEmpty();
    }
    Path moved = folder.resolve("moved");
    Files.move(folder.resolve("there"), moved);
    try (Model model = Model.load(moved.resolve(name))) {
      check(model);
    }
    try (Embedder embedder = Embedder.load(moved.resolve(name))) {
      JsonNode golden = PipelinesTest.golden(GOLDENS.resolve("sentence.bert"));
      assertThat(embedder.maxLength()).isEqualTo(golden.get("max_length").asInt());
      Tensor found = Tensor.of(embedder.embed(PipelinesTest.texts(golden), 3));
      Distances.check(name, found, expected(golden), 1e-5);
    }
  }

  private static void check(Model model) throws IOException {
    JsonNode golden = PipelinesTest.golden(GOLDENS.resolve("sentence.bert"));
    String[] texts = PipelinesTest.texts(golden).toArray(String[]::new);
    Tensor found = Objects.requireNonNull(model.predict(texts).get("sentence_embedding"));
    Distances.check(model.toString(), found, expected(golden), 1e-5);
  }

  private static Tensor expected(JsonNode golden) {
    return Tensor.of(PipelinesTest.matrix(golden.get("embeddings")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"saved.h5", "saved.pb"})
  void aFileThatCannotHoldATokenizerSaysSo(String name) throws IOException {
    Path target = folder.resolve(name);
    try (Model model = Model.load(encoder)) {
      assertThat(model.save(target).notes())
          .anySatisfy(note -> assertThat(note).contains("cannot hold the tokenizer"));
    }
    try (Model model = Model.load(target)) {
      assertThatThrownBy(() -> model.predict("a text"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the model has no tokenizer");
    }
    Files.copy(encoder.resolve("tokenizer.json"), folder.resolve("tokenizer.json"));
    if (name.endsWith(".h5")) {
      try (Model model = Model.load(target)) {
        assertThat(model.predict("a text")).containsKey("sentence_embedding");
      }
    }
  }

  @Test
  void anOnnxFileNamesTheFolderOfItsTokenizer() throws IOException {
    Path file = folder.resolve("saved.onnx");
    try (Model model = Model.load(encoder)) {
      model.save(file);
      assertThat(model.save(folder.resolve("weights.safetensors")).notes()).isEmpty();
    }
    Path tokenizer = folder.resolve("saved.tokenizer");
    try (Model model = Model.load(file)) {
      assertThat(model.onnx().structure().metadata())
          .containsEntry("tenon_tokenizer", "saved.tokenizer");
      model.save(folder.resolve("other.onnx"));
      assertThat(folder.resolve("other.tokenizer/tokenizer.json"))
          .hasSameBinaryContentAs(tokenizer.resolve("tokenizer.json"));
    }
    Files.move(tokenizer, folder.resolve("elsewhere"));
    try (Model model = Model.load(file)) {
      assertThatThrownBy(() -> model.predict("a text"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("an .onnx beside its folder of the tokenizer");
    }
  }

  @Test
  void anEditedModelKeepsItsTokenizer() throws IOException {
    try (Model model = Model.load(encoder);
        Model cut = model.edit().cut("sentence_embedding")) {
      assertThat(cut.predict("a text", "another text")).hasSize(1);
      assertThat(List.of(cut.copy().predict("a text").values().iterator().next().shape()[1]))
          .containsExactly(12L);
      assertThatThrownBy(() -> cut.predict(new String[0]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("at least one text");
    }
  }
}
