package dev.tenon;

import static dev.tenon.Tenon.dense;
import static dev.tenon.Tenon.input;
import static dev.tenon.Tenon.layerNormalization;
import static dev.tenon.Tenon.prelu;
import static dev.tenon.Tenon.sequential;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.formats.Source;
import dev.tenon.formats.hdf5.Hdf5File;
import dev.tenon.formats.hdf5.Hdf5Group;
import dev.tenon.formats.zip.ZipArchive;
import dev.tenon.layers.LayerSpec;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The editor of weights, against what Keras' prints and writes for the same edits. */
class KerasFileEditorTest {
  private static final Path SOURCE = Checkout.file("tests/goldens/building/edited.keras");
  private static JsonNode recorded = new ObjectMapper().nullNode();

  @BeforeAll
  static void read() throws IOException {
    recorded =
        new ObjectMapper().readTree(Checkout.file("tests/goldens/building/edited.json").toFile());
  }

  private static Model model(long units, LayerSpec<?, ?> last) {
    return sequential(input(3), dense(units), layerNormalization(), last);
  }

  @Test
  void summariesAreThoseOfKeras(@TempDir Path folder) throws IOException {
    assertThat(KerasFileEditor.open(SOURCE).summary()).isEqualTo(text("summary"));
    KerasFileEditor edited = EditedWeights.edited(SOURCE);
    assertThat(edited.summary()).isEqualTo(text("edited"));
    Path target = folder.resolve("edited.weights.h5");
    edited.resaveWeights(target);
    assertThat(KerasFileEditor.open(target).summary()).isEqualTo(text("again"));
  }

  private static String text(String key) {
    return recorded.get(key).textValue();
  }

  @Test
  void layersKeepTheirNames(@TempDir Path folder) throws IOException {
    Path target = folder.resolve("same.weights.h5");
    KerasFileEditor.open(SOURCE).save(target);
    try (Source archive = Source.of(SOURCE);
        Source written = Source.of(target);
        Source wanted =
            Source.of(
                "wanted",
                Objects.requireNonNull(ZipArchive.open(archive).entry("model.weights.h5")))) {
      assertThat(layerName(written)).isEqualTo(layerName(wanted)).isNotEmpty();
    }
  }

  private static String layerName(Source source) {
    Hdf5Group group = Hdf5File.open(source).root();
    for (String name : List.of("layers", "dense_1", "vars")) {
      group = Objects.requireNonNull(group.group(name));
    }
    return group.stringAttribute("name");
  }

  /** Keras' own counts are too high, as it adds those of groups twice. */
  @Test
  void comparesWithModels() throws IOException {
    KerasFileEditor editor = KerasFileEditor.open(SOURCE);
    try (Model same = Model.load(SOURCE);
        Model wider = model(5, dense(2));
        Model other = model(9, prelu())) {
      check(editor.compare(same), "same", 20, 0);
      check(editor.compare(wider), "wider", 1, 6);
      check(editor.compare(other), "other", 0, 7);
      assertThat(editor.compare(other).errors())
          .anyMatch(error -> error.startsWith("object /layers/p_re_lu is in the model"))
          .anyMatch(error -> error.contains("(3, 9)") || error.contains("[3, 9]"));
    }
  }

  private static void check(
      KerasFileEditor.Comparison comparison, String name, int matches, int errors) {
    assertThat(comparison.status())
        .as("%s: %s", name, comparison)
        .isEqualTo(recorded.get(name).get("status").textValue());
    assertThat(comparison.matchCount()).as("%s: %s", name, comparison).isEqualTo(matches);
    assertThat(comparison.errorCount()).as("%s: %s", name, comparison).isEqualTo(errors);
  }

  @Test
  void wrongNamesAreRefused() throws IOException {
    KerasFileEditor editor = KerasFileEditor.open(SOURCE);
    assertThatThrownBy(() -> editor.deleteObject("layers/dense_9"))
        .hasMessageContaining("layers/dense_9")
        .hasMessageContaining("layers/layer_normalization");
    assertThatThrownBy(() -> editor.renameObject("dense", "dense_1"))
        .hasMessageContaining("delete it first");
    assertThatThrownBy(() -> editor.renameObject("dense", "layers/new"))
        .hasMessageContaining("newName");
    assertThatThrownBy(() -> editor.addObject("nowhere/dense", Map.of()))
        .hasMessageContaining("nowhere");
    assertThatThrownBy(() -> editor.deleteWeight("dense", "7")).hasMessageContaining("[0, 1]");
    assertThatThrownBy(() -> editor.save(Path.of("x.keras"))).hasMessageContaining(".weights.h5");
    assertThatThrownBy(() -> KerasFileEditor.open(Path.of("model.h5")))
        .hasMessageContaining("model.h5");
  }
}
