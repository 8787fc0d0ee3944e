package dev.tenon.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Model;
import dev.tenon.engine.Engine;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.saving.keras.KerasFormat;
import dev.tenon.saving.keras.KerasOptions;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Manifests;
import dev.tenon.verify.Verdict;
import dev.tenon.verify.Verifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions of one generation of Keras in the words of the other, against what Keras recorded. */
final class WrittenFunctionsTest {
  private static final Path LAYERS = Checkout.file("tests/goldens/layers");
  private static final double TOLERANCE = 1e-5;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ops_arithmetic",
        "ops_array_constants",
        "ops_between_layers",
        "ops_elementwise",
        "ops_joining",
        "ops_shapes",
        "ops_slicing"
      })
  void functionsOfTensorFlowAreOperationsInAnArchive(String name) throws IOException {
    Path written = written("graph/" + name + ".tf.h5", KerasFormat.KERAS);
    assertThat(config(written)).contains("keras.src.ops.").doesNotContain("TFOpLambda");
    verify(written, "graph/" + name + ".tf.h5");
  }

  @ParameterizedTest
  @CsvSource({
    "recurrent/lstm, KERAS",
    "recurrent/lstm, KERAS3_H5",
    "recurrent/gru, KERAS",
    "recurrent/conv_lstm2d, KERAS"
  })
  void theHardSigmoidOfKeras2IsALineOfLayersInKeras3(String name, KerasFormat format)
      throws IOException {
    Path written = written(name + ".tf.h5", format);
    if (format == KerasFormat.KERAS) {
      assertThat(config(written))
          .contains("\"Rescaling\"", "\"scale\":0.2,\"offset\":0.5", "\"max_value\":1.0");
    }
    verify(written, name + ".tf.h5");
  }

  @Test
  void aRefusalRecommendsWhatWorks() throws IOException {
    assertThatThrownBy(() -> written("local/locally_connected2d_1.tf.h5", KerasFormat.KERAS))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("these can: an .h5 for tf_keras (tf-keras-h5):");
  }

  private Path written(String source, KerasFormat format) throws IOException {
    Path target = folder.resolve(format == KerasFormat.KERAS ? "written.keras" : "written.h5");
    try (Model model = Model.load(LAYERS.resolve(source))) {
      model.save(target, KerasOptions.of(format));
    }
    return target;
  }

  private static String config(Path archive) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      byte[] bytes = zip.getInputStream(zip.getEntry("config.json")).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private static void verify(Path written, String source) throws IOException {
    String golden =
        Manifests.read(LAYERS.resolve("manifest.jsonl")).stream()
            .filter(row -> row.get("file").asText().equals(source))
            .findFirst()
            .orElseThrow()
            .get("golden")
            .asText();
    Verdict verdict =
        new Verifier(List.of(Engine.values()), TOLERANCE, (name, outputs) -> {})
            .verify(written, LAYERS.resolve(golden));
    assertThat(verdict.status().good()).as(verdict.toString()).isTrue();
  }
}
