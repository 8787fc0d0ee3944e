package dev.tenon.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Misspelled names of Keras, and the names of Keras that people mean by them. */
final class NamesTest {
  /** As Keras 3 lists its losses and some layers: classes and their functions. */
  private static final List<String> KERAS =
      List.of(
          "BinaryCrossentropy",
          "CategoricalCrossentropy",
          "GlobalAveragePooling2D",
          "MaxPooling2D",
          "MeanAbsoluteError",
          "MeanSquaredError",
          "SparseCategoricalCrossentropy",
          "binary_crossentropy",
          "categorical_crossentropy",
          "mean_absolute_error",
          "mean_squared_error",
          "sparse_categorical_crossentropy");

  @ParameterizedTest
  @CsvSource({
    "mean_squard_error, mean_squared_error",
    "MeanSquareError, MeanSquaredError",
    "MEAN-SQUARED-ERROR, mean_squared_error",
    "mean squared, mean_squared_error",
    "binary_cross_entropy, binary_crossentropy",
    "CategoricalCrossEntropy, CategoricalCrossentropy",
    "scce, sparse_categorical_crossentropy",
    "MaxPool2D, MaxPooling2D",
    "absolute_error_mean, mean_absolute_error"
  })
  void theNameThatWasMeantComesFirst(String wrong, String meant) {
    assertThat(Names.unknown("loss", wrong, KERAS))
        .startsWith("unknown loss '" + wrong + "'; nearest are '" + meant + "', ");
  }
}
