package dev.tenon.metrics;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As Keras' {@code squeeze_or_expand_to_same_rank} and its metrics: shapes have to be equal. */
final class SameShapeTest {
  @ParameterizedTest
  @CsvSource({"8 3,8 3", "8 3,5 3", "8 -1,8 3", "8 3,8 -1", "8 2 3,8 2 3", "8,8"})
  void equalShapes(String target, String prediction) {
    assertThatCode(() -> SameShape.check(value(target), value(prediction)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"8 3,8 4", "8,8 3", "8 2 3,8 3 2", "8 3 1,8 3 2"})
  void otherShapesAreRefused(String target, String prediction) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SameShape.check(value(target), value(prediction)))
        .withMessageContaining("compares element by element");
  }

  @ParameterizedTest
  @CsvSource({"8 3,8 3", "8 6,8 2 3", "8,8 1", "8 -1,8 3", "8 3,8 -1"})
  void equalSizes(String target, String prediction) {
    assertThatCode(() -> SameShape.checkSize(value(target), value(prediction)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"8 3,8 4", "8,8 2", "8 2,8", "8 5,8 2 3"})
  void otherSizesAreRefused(String target, String prediction) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SameShape.checkSize(value(target), value(prediction)));
  }

  private static Value value(String lengths) {
    List<Dim> dims = new ArrayList<>();
    for (String length : lengths.split(" ", -1)) {
      long known = Long.parseLong(length);
      dims.add(known < 0 ? Dim.symbol("d" + dims.size()) : Dim.of(known));
    }
    return Value.of("v", new TensorType(DType.FLOAT32, Shape.of(dims)));
  }
}
