package dev.tenon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tenon.internal.text.Names;
import dev.tenon.losses.Losses;
import dev.tenon.metrics.Metrics;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names as people misspell them: the first that is suggested is the one that Keras has. */
final class NearestNamesTest {
  private static String first(String message) {
    return message.replaceFirst(".*nearest are '([^']*)'.*", "$1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sparse_categorical_crossentopy",
        "sparse-categorical-crossentropy",
        "sparse categorical crossentropy",
        "sparse_crossentropy",
        "sparse_categorical",
        "sparse_cross_entropy",
        "categorical_sparse_crossentropy",
        "sparse_categorical_cross_entropy",
        "scc",
        "scce"
      })
  void functions(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Losses.of(name))
        .satisfies(
            e -> assertThat(first(e.getMessage())).isEqualTo("sparse_categorical_crossentropy"));
  }

  @ParameterizedTest
  @CsvSource({
    "SparseCategoricalCrossEntropy, SparseCategoricalCrossentropy",
    "SparseCrossentropy, SparseCategoricalCrossentropy",
    "MeanSquareError, MeanSquaredError",
    "BinaryCrossEntropyy, BinaryCrossentropy"
  })
  void classes(String name, String expected) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Losses.of(name))
        .satisfies(e -> assertThat(first(e.getMessage())).isEqualTo(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "sparse_accuracy, sparse_categorical_accuracy",
    "top_k_accuracy, top_k_categorical_accuracy",
    "mean_io, mean_io_u"
  })
  void metrics(String name, String expected) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Metrics.of(name))
        .satisfies(
            e ->
                assertThat(first(e.getMessage()).replace("_", ""))
                    .isEqualToIgnoringCase(expected.replace("_", "")));
  }

  @ParameterizedTest
  @CsvSource({"conv1, block1/conv1", "block1/cnv1, block1/conv1", "poool, pool", "pool2d, pool"})
  void layers(String name, String expected) {
    String message =
        Names.unknown("layer", name, List.of("block1/conv1", "block1/conv2", "pool", "dense"));
    assertThat(first(message)).isEqualTo(expected);
  }

  /** A class and its function are one suggestion. */
  @ParameterizedTest
  @CsvSource({"huberr, huber", "Huberr, Huber"})
  void noSuggestionTwice(String name, String expected) {
    String message = Names.unknown("loss", name, List.of("Huber", "huber", "Hinge", "hinge"));
    assertThat(message)
        .isEqualTo(
            "unknown loss '"
                + name
                + "'; nearest are '"
                + expected
                + "', '"
                + (name.startsWith("H") ? "Hinge" : "hinge")
                + "'");
  }
}
