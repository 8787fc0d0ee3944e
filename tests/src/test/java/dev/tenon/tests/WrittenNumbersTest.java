package dev.tenon.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tenon.Model;
import dev.tenon.engine.Engine;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Manifests;
import dev.tenon.verify.Verdict;
import dev.tenon.verify.Verifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Keras 3 recorded is computed by the archive that Tenon writes of it, too, whose operations
 * have Keras' own modules: nothing of a call was lost on the way.
 */
final class WrittenNumbersTest {
  private static final Path GOLDENS = Checkout.file("tests/goldens/layers");
  private static final double TOLERANCE = 1e-5;

  /** Python writes infinity as such. */
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  @TempDir private Path folder;

  @Test
  void archivesGiveTheRecordedNumbers() throws IOException {
    List<String> wrong = new ArrayList<>();
    Path target = folder.resolve("written.keras");
    int written = compare(".k3.keras", target, wrong);
    assertThat(wrong).isEmpty();
    assertThat(written).isGreaterThan(380);
  }

  /** What tf_keras wrote, in the words that it has in common with Keras 3 where there are some. */
  @Test
  void filesOfTfKerasGiveTheRecordedNumbers() throws IOException {
    List<String> wrong = new ArrayList<>();
    int written = compare(".tf.h5", folder.resolve("written.h5"), wrong);
    assertThat(wrong).isEmpty();
    assertThat(written).isGreaterThan(280);
  }

  private static int compare(String suffix, Path target, List<String> wrong) throws IOException {
    int written = 0;
    for (JsonNode row : Manifests.read(GOLDENS.resolve("manifest.jsonl"))) {
      String file = row.get("file").asText();
      if (!file.endsWith(suffix) || !write(GOLDENS.resolve(file), target)) {
        continue;
      }
      written++;
      Verdict verdict =
          new Verifier(
                  List.of(Engine.TENSORFLOW),
                  row.path("tolerance").asDouble(TOLERANCE),
                  (engine, outputs) -> {})
              .verify(target, GOLDENS.resolve(row.get("golden").asText()));
      if (verdict.status() != Verdict.Status.OK && verdict.status() != Verdict.Status.WEAK) {
        wrong.add(file + ": " + verdict.status() + " " + verdict.message());
      }
      if (suffix.endsWith(".keras")
          && !operations(target).equals(operations(GOLDENS.resolve(file)))) {
        wrong.add(file + ": " + operations(target));
      }
    }
    return written;
  }

  private static boolean write(Path source, Path target) throws IOException {
    try (Model model = Model.load(source)) {
      model.save(target);
      return true;
    } catch (UnsupportedModelException e) {
      return false;
    }
  }

  /** Returns the classes of operations in an archive, each with its module. */
  private static Set<String> operations(Path archive) throws IOException {
    Set<String> found = new TreeSet<>();
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      JsonNode config = JSON.readTree(zip.getInputStream(zip.getEntry("config.json")));
      for (JsonNode parent : config.findParents("module")) {
        String module = parent.get("module").asText("");
        if (module.startsWith("keras.src.ops")) {
          found.add(module + "." + parent.get("class_name").asText());
        }
      }
    }
    return found;
  }
}
