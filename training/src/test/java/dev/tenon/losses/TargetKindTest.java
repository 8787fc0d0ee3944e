package dev.tenon.losses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What {@code is_binary_or_sparse_categorical} of Keras 3 answers, in {@code
 * keras.src.trainers.compile_utils}.
 */
final class TargetKindTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "8 1   | 8 1   | BINARY",
        "8     | 8 1   | BINARY",
        "8     | 8 3   | SPARSE",
        "8 1   | 8 3   | SPARSE",
        "8 3   | 8 3   | CATEGORICAL",
        "8 5   | 8 5 3 | SPARSE",
        "8 5 1 | 8 5 3 | SPARSE",
        "8 5 3 | 8 5 3 | CATEGORICAL",
        "8 5 1 | 8 5 1 | BINARY",
        "8 2   | 8 2   | CATEGORICAL",
      })
  void shapesTellTheKind(String target, String prediction, TargetKind kind) {
    assertThat(TargetKind.of(shape(target), shape(prediction))).isEqualTo(kind);
  }

  private static Shape shape(String lengths) {
    List<Dim> dims = new ArrayList<>();
    for (String length : lengths.split(" ", -1)) {
      dims.add(Dim.of(Long.parseLong(length)));
    }
    return Shape.of(dims);
  }
}
