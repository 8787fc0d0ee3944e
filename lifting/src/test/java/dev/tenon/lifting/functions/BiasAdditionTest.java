package dev.tenon.lifting.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import org.junit.jupiter.api.Test;

/**
 * What Keras 3.15 on TensorFlow adds along another axis, as tried in Python: {@code
 * keras.ops.add(zeros((3, 4, 4)), reshape(arange(4), (1, 4, 1)))} gives 0, 1, 2, 3 in each row.
 */
class BiasAdditionTest {
  @Test
  void aColumnAsLongAsTheLastAxisIsMisplaced() {
    assertThat(BiasAddition.misplaces(Shape.of(3, 4, 4), Shape.of(1, 4, 1))).isTrue();
    assertThat(BiasAddition.misplaces(Shape.of(1, 1, 2, 2), Shape.of(1, 1, 2, 1))).isTrue();
  }

  @Test
  void aColumnOfAnOpenBatchMayBeMisplaced() {
    Shape column = Shape.of(1, 4, 1).with(0, Dim.symbol("batch"));
    Shape rows = Shape.of(3, 4, 4).with(0, Dim.symbol("batch"));
    assertThat(BiasAddition.misplaces(rows, column)).isTrue();
    assertThat(BiasAddition.misplaces(column, rows)).isFalse();
  }

  @Test
  void aBiasOfTheColumnsOrOfTheSecondAxisIsAddedRight() {
    assertThat(BiasAddition.misplaces(Shape.of(3, 4, 4), Shape.of(4))).isFalse();
    assertThat(BiasAddition.misplaces(Shape.of(3, 4, 5), Shape.of(1, 4, 1))).isFalse();
    assertThat(BiasAddition.misplaces(Shape.of(3, 4, 5), Shape.of(3, 4, 5))).isFalse();
    assertThat(BiasAddition.misplaces(Shape.of(3, 4, 5), Shape.of(new long[0]))).isFalse();
  }
}
