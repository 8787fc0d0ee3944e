package dev.tenon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One model gives one file: what is kept under version control changes with the model only. */
final class SameBytesTest {
  private static final Path LAYERS = Checkout.file("tests/goldens/layers");

  @TempDir private Path folder;

  /** Branches and loops are functions of a TensorFlow graph, several outputs its signature. */
  @ParameterizedTest
  @CsvSource({
    "conv/conv2d.k3.keras",
    "recurrent/conv_lstm3d.k3.keras",
    "recurrent/gru_masked.k3.keras",
    "opnodes/crossentropies.k3.keras"
  })
  void aModelIsWrittenAlike(String file) throws IOException {
    try (Model model = Model.load(LAYERS.resolve(file))) {
      for (String ending : new String[] {"pb", "onnx", "savedmodel"}) {
        Path first = folder.resolve("first." + ending);
        Path second = folder.resolve("second." + ending);
        model.save(first);
        model.save(second);
        String inside = ending.equals("savedmodel") ? "saved_model.pb" : "";
        assertThat(Files.mismatch(first.resolve(inside), second.resolve(inside)))
            .as(ending)
            .isEqualTo(-1);
      }
    }
  }
}
