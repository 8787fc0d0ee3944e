package dev.tenon.tests.keras;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.Model;
import dev.tenon.cli.convert.KerasConversion;
import dev.tenon.importers.keras.KerasImporter;
import dev.tenon.saving.keras.KerasFormat;
import dev.tenon.saving.keras.KerasOptions;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an {@code .h5} is where nobody asked for a kind: one for both generations, else for one. */
final class DefaultH5Test {
  @TempDir Path folder;

  @Test
  void aModelThatBothCanSayIsForBoth() throws IOException {
    Path file = folder.resolve("m.h5");
    try (Model model = Model.load(Checkout.root().resolve("samples/models/mnist_cnn.h5"))) {
      assertThat(model.info().writtenFormat(file)).isEqualTo(KerasFormat.BOTH_H5);
      assertThat(model.save(file)).noneMatch(note -> note.startsWith("only"));
    }
  }

  /** The hard sigmoid of Keras 2 has no spelling that both read; Keras 3 must not read its own. */
  @Test
  void whatOnlyTheSourceCanSayIsForTheSource() throws IOException {
    Path file = folder.resolve("m.h5");
    Path golden = Checkout.root().resolve("tests/goldens/layers/recurrent");
    try (Model model = Model.load(golden.resolve("lstm.tf.h5"))) {
      assertThat(model.info().writtenFormat(file)).isEqualTo(KerasFormat.TF_KERAS_H5);
      assertThat(model.save(file))
          .anySatisfy(
              note ->
                  assertThat(note)
                      .startsWith("only tf_keras opens this file: the hard_sigmoid of Keras 2")
                      .endsWith("Write a .keras file for Keras 3."));
      assertThat(KerasConversion.compare(model, file)).isEmpty();
    }
    assertThat(KerasConversion.refused(file, KerasFormat.TF_KERAS_H5)).isEmpty();
    // Keras 3 would read the file and compute with another slope.
    assertThat(KerasConversion.refused(file, KerasFormat.KERAS3_H5))
        .anyMatch(sentence -> sentence.contains("dynamic=false, which Keras 3 does not have"));
  }

  /** Keras 3 opens such layers of tf_keras, and forgets all axes but one. */
  @ParameterizedTest
  @ValueSource(strings = {"activation/softmax_layer", "normalization/unit_normalization"})
  void keras3RefusesLayersThatItWouldComputeOtherwise(String golden) throws IOException {
    Path file = folder.resolve("m.h5");
    Path goldens = Checkout.root().resolve("tests/goldens/layers");
    try (Model model = Model.load(goldens.resolve(golden + ".tf.h5"))) {
      model.save(file);
    }
    assertThat(KerasConversion.refused(file, KerasFormat.TF_KERAS_H5)).isEmpty();
    assertThat(KerasConversion.refused(file, KerasFormat.KERAS3_H5))
        .anyMatch(sentence -> sentence.contains("dynamic=false, which Keras 3 does not have"));
  }

  /** Asked for by its name, the kind is what it says it is, or is refused. */
  @Test
  void theGuardStandsInFilesForTfKerasAlone() throws IOException {
    Path golden = Checkout.root().resolve("tests/goldens/layers/recurrent");
    Path file = folder.resolve("m.h5");
    try (Model model = Model.load(golden.resolve("lstm.tf.h5"))) {
      model.save(file, KerasOptions.of(KerasFormat.KERAS3_H5));
    }
    JsonNode written = KerasImporter.configuration(file).model();
    assertThat(written.findValues("dynamic")).isEmpty();
  }
}
