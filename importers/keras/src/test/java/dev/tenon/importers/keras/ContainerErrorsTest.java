package dev.tenon.importers.keras;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** What users are told of files that are no models. */
final class ContainerErrorsTest {
  private static KerasModel read(String name, byte[] bytes) {
    return KerasImporter.read(Source.of(name, bytes), KerasImporter.Options.DEFAULT);
  }

  private static byte[] zip(String entry, String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  @Test
  void recognizesGitLfsPointers() {
    String pointer =
        "version https://git-lfs.github.com/spec/v1\noid sha256:"
            + "0".repeat(64)
            + "\nsize 102967424\n";
    assertThatThrownBy(() -> read("model.h5", pointer.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("model.h5")
        .hasMessageContaining("git lfs pull");
  }

  @Test
  void refusesPickles() {
    assertThatThrownBy(() -> read("model.keras", new byte[] {(byte) 0x80, 4, (byte) 0x95, 0}))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("pickle");
  }

  @Test
  void saysWhatAZipLacks() {
    assertThatThrownBy(() -> read("m.keras", zip("readme.txt", "hello")))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("without 'config.json'")
        .hasMessageContaining("readme.txt");
    assertThatThrownBy(() -> read("m.keras", zip("config.json", "{}")))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("no 'model.weights.h5'");
  }

  @Test
  void saysThatShardedWeightsAreNotRead() {
    String index = "{\"metadata\": {\"total_size\": 1}, \"weight_map\": {}}";
    assertThatThrownBy(() -> read("m.weights.json", index.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("max_shard_size");
  }

  @Test
  void saysThatASequentialMayNotStartWithAMerge() {
    String config =
        "{\"class_name\": \"Sequential\", \"keras_version\": \"1.2.2\", \"config\": [{\"class_name\":"
            + " \"Merge\", \"config\": {\"name\": \"merge_1\", \"mode\": \"concat\", \"layers\": [{}, {}]}}]}";
    assertThatThrownBy(() -> read("m.json", config.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("'merge_1' (Merge), which joins 2 models")
        .hasMessageContaining("functional model");
  }

  @Test
  void namesSubclassedModels() {
    String config = "{\"class_name\": \"my>Transformer\", \"config\": {}}";
    assertThatThrownBy(() -> read("m.json", config.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("my>Transformer");
  }
}
