package dev.tenon.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.Model;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.hdf5.Hdf5File;
import dev.tenon.formats.hdf5.Hdf5Group;
import dev.tenon.saving.keras.KerasFormat;
import dev.tenon.saving.keras.KerasOptions;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Manifests;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of recorded models that Java wrote hold what those of the native HDF5 library hold. */
final class Hdf5WritersTest {
  private static final String PROPERTY = "tenon.hdf5.writer";

  /** All kinds but {@code .keras}, whose weights are a file of the last kind. */
  private static final List<KerasFormat> FORMATS =
      List.of(
          KerasFormat.BOTH_H5,
          KerasFormat.TF_KERAS_H5,
          KerasFormat.KERAS3_H5,
          KerasFormat.WEIGHTS_H5);

  @TempDir private Path folder;

  @AfterEach
  void letTenonChoose() {
    System.clearProperty(PROPERTY);
  }

  @Test
  void recordedModelsAreTheSame() throws IOException {
    Path goldens = Checkout.file("tests/goldens/layers");
    int written = 0;
    int next = 0;
    for (JsonNode row : Manifests.read(goldens.resolve("manifest.jsonl"))) {
      String file = row.get("file").asText();
      // Each model as one kind of file, in turn.
      KerasFormat format = FORMATS.get(next++ % FORMATS.size());
      Path java = folder.resolve("java" + suffix(format));
      Path library = folder.resolve("native" + suffix(format));
      try (Model model = Model.load(goldens.resolve(file))) {
        save(model, java, format, "java");
        save(model, library, format, "native");
      } catch (UnsupportedModelException | MalformedModelException e) {
        // What this kind of file cannot say, or Tenon does not read.
        continue;
      }
      Map<String, Object> expected = contents(library);
      assertThat(contents(java)).as("%s as %s", file, format).isEqualTo(expected);
      assertThat(expected).isNotEmpty();
      written++;
    }
    assertThat(written).isGreaterThanOrEqualTo(650);
  }

  private static String suffix(KerasFormat format) {
    return format == KerasFormat.WEIGHTS_H5 ? ".weights.h5" : ".h5";
  }

  private static void save(Model model, Path target, KerasFormat format, String writer)
      throws IOException {
    System.setProperty(PROPERTY, writer);
    model.save(target, KerasOptions.of(format));
  }

  private static Map<String, Object> contents(Path path) throws IOException {
    Map<String, Object> contents = new TreeMap<>();
    collect(Hdf5File.open(Source.of(path)).root(), contents);
    return contents;
  }

  private static void collect(Hdf5Group group, Map<String, Object> contents) {
    contents.put(group.path(), "group");
    for (String name : group.attributeNames()) {
      contents.put(group.path() + "@" + name, String.valueOf(group.stringListAttribute(name)));
    }
    for (String child : group.children()) {
      Hdf5Group inner = group.isGroup(child) ? group.group(child) : null;
      if (inner != null) {
        collect(inner, contents);
      } else {
        Tensor tensor = group.dataset(child);
        contents.put(group.path() + "/" + child, tensor == null ? "unreadable" : tensor);
      }
    }
  }
}
