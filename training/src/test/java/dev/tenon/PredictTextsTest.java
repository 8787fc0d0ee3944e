package dev.tenon;

import static dev.tenon.Tenon.dense;
import static dev.tenon.Tenon.stringLookup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.layers.Layers;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.tensor.DType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code predict(String...)} does without the artifact tenon-text. */
class PredictTextsTest {
  @TempDir Path folder;

  private Path saved(String name) throws IOException {
    Path file = folder.resolve(name);
    try (Model model = Model.sequential(dense(2).inputShape(3))) {
      model.save(file);
    }
    return file;
  }

  @Test
  void theMessageNamesTheArtifactThatIsMissing() throws IOException {
    Path file = saved("model.keras");
    Files.writeString(folder.resolve("tokenizer.json"), "{}");
    Thread thread = Thread.currentThread();
    ClassLoader own = thread.getContextClassLoader();
    // Services are found by it, and the platform has none of Tenon.
    thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
    try (Model model = Model.load(file)) {
      assertThatThrownBy(() -> model.predict("a text"))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("add the dependency dev.tenon:tenon-text");
    } finally {
      thread.setContextClassLoader(own);
    }
  }

  /** Keras' StringLookup counts from 1, behind the index of unknown words. */
  @Test
  void aModelOfStringsGetsTheTextsThemselves() {
    KerasTensor word = Layers.input("word", DType.STRING, 1);
    try (Model model =
        Model.of(word, stringLookup().vocabulary(List.of("red", "blue")).apply(word))) {
      assertThat(model.predict("blue", "green", "red").values().iterator().next().toLongArray())
          .containsExactly(2, 0, 1);
    }
  }

  @Test
  void onlyKnownFilesOfAnArchiveAreAssets() throws IOException {
    Path file = saved("model.keras");
    Path hostile = folder.resolve("hostile.keras");
    try (ZipFile from = new ZipFile(file.toFile());
        ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(hostile))) {
      for (ZipEntry entry : from.stream().toList()) {
        to.putNextEntry(new ZipEntry(entry.getName()));
        from.getInputStream(entry).transferTo(to);
      }
      for (String name : new String[] {"tokenizer.json", "inner/evil.json", "run.sh"}) {
        to.putNextEntry(new ZipEntry("assets/tokenizer/" + name));
        to.write("{}".getBytes(StandardCharsets.UTF_8));
      }
    }
    Files.delete(file);
    try (Model model = Model.load(hostile)) {
      model.save(folder.resolve("model.onnx"));
    }
    try (Stream<Path> written = Files.list(folder.resolve("model.tokenizer"))) {
      assertThat(written.map(path -> path.getFileName().toString()))
          .containsExactly("tokenizer.json");
    }
  }
}
