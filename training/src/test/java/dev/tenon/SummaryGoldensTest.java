package dev.tenon;

import static dev.tenon.layers.Layers.dense;
import static dev.tenon.model.SummaryOptions.summary;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The text of a summary is Keras' own, letter by letter, as {@code make_summaries.py} records it.
 */
final class SummaryGoldensTest {
  private static final Path FOLDER = Checkout.file("tests/goldens/building/summaries");

  private static String recorded(String name) throws IOException {
    return Files.readString(FOLDER.resolve(name)).stripTrailing();
  }

  @ParameterizedTest
  @ValueSource(strings = {"chain", "branches", "nested", "trained"})
  void textsEqualKeras(String name) throws IOException {
    try (Model model = Model.load(FOLDER.resolve(name + ".keras"))) {
      assertThat(model.summary().stripTrailing()).isEqualTo(recorded(name + ".txt"));
      assertThat(model.summary(summary().expandNested(true).showTrainable(true)).stripTrailing())
          .isEqualTo(recorded(name + ".expanded.txt"));
    }
  }

  @Test
  void theOptimizerCountsFromTheFirstStepOn() {
    try (Model model = Model.sequential(dense(2).inputShape(3))) {
      model.compile("adam", "mse");
      assertThat(model.summary()).contains(" Total params: 8 ").doesNotContain("Optimizer");
      model.trainOnBatch(Tensor.zeros(DType.FLOAT32, 1, 3), Tensor.zeros(DType.FLOAT32, 1, 2));
      assertThat(model.summary()).contains(" Total params: 26 ", " Optimizer params: 18 (76.00 B)");
    }
  }

  @Test
  void aLongerLineShowsWhatWasCut() {
    String name = "a_name_that_is_longer_than_its_column";
    try (Model model = Model.sequential(dense(2).name(name).inputShape(3))) {
      assertThat(model.summary()).contains("│ a_name_that_is_longer_than_its_colu… │");
      assertThat(model.summary(summary().lineLength(120))).contains("│ " + name + " (Dense) ");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> summary().lineLength(3))
        .withMessageContaining("at least 20 characters, received a length of 3");
  }
}
