package dev.tenon.keras;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The {@code .keras} files that Keras wrote for the tests, as far as they are JSON. */
public final class RecordedFiles {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private RecordedFiles() {}

  /**
   * A file.
   *
   * @param name its path below the recordings
   * @param dialect that of the version in its metadata
   * @param model its configuration
   */
  public record Recorded(String name, KerasDialect dialect, JsonNode model) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Returns the files in a folder of the recordings and below, by name. */
  public static List<Recorded> in(String folder) {
    Path root = Checkout.file("tests/goldens");
    try (Stream<Path> paths = Files.walk(root.resolve(folder))) {
      return paths
          .filter(path -> path.toString().endsWith(".keras"))
          .sorted()
          .map(path -> read(root, path))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Recorded read(Path root, Path path) {
    try (ZipFile zip = new ZipFile(path.toFile())) {
      String version = tree(zip, "metadata.json").path("keras_version").asText();
      return new Recorded(
          root.relativize(path).toString(), KerasDialect.of(version), tree(zip, "config.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(path.toString(), e);
    }
  }

  private static JsonNode tree(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    try (InputStream in = zip.getInputStream(entry)) {
      return MAPPER.readTree(in);
    }
  }
}
