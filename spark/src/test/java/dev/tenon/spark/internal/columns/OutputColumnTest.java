package dev.tenon.spark.internal.columns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.ir.shape.Shape;
import dev.tenon.model.TensorSpec;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.junit.jupiter.api.Test;

/** Values of a batch become the values of a column. */
final class OutputColumnTest {
  private static OutputColumn column(OutputKind kind, boolean vector, DType type, long... shape) {
    return OutputColumn.of("c", new TensorSpec("y", type, Shape.of(shape)), kind, vector);
  }

  @Test
  void typesFollowTheOutput() {
    assertThat(column(OutputKind.VALUE, false, DType.FLOAT32, -1, 2, 3).field().dataType().sql())
        .isEqualTo("ARRAY<ARRAY<FLOAT>>");
    assertThat(column(OutputKind.VALUE, false, DType.UINT8, -1).field().dataType().sql())
        .isEqualTo("SMALLINT");
    assertThat(column(OutputKind.VALUE, true, DType.FLOAT64, -1).field().dataType().sql())
        .isEqualTo("DOUBLE");
    assertThat(column(OutputKind.VALUE, false, DType.STRING, -1, 2).field().dataType().sql())
        .isEqualTo("ARRAY<STRING>");
    assertThat(column(OutputKind.ARG_MAX, true, DType.FLOAT32, -1, 3).field().dataType().sql())
        .isEqualTo("BIGINT");
  }

  @Test
  void rowsAreNestedArrays() {
    Object[] rows =
        column(OutputKind.VALUE, false, DType.FLOAT32, -1, 2, 2)
            .values(Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 2, 2), 2);
    ArrayData second = (ArrayData) rows[1];
    assertThat(second.numElements()).isEqualTo(2);
    assertThat(second.getArray(1).toFloatArray()).containsExactly(7, 8);
  }

  /** What NumPy 2.2 prints for argmax, and SciPy for softmax. */
  @Test
  void argMaxAndSoftMaxAreNumPys() {
    Tensor logits =
        Tensor.of(
            new float[] {1, 3, 3, Float.NaN, 9, Float.NaN, -1000, 0, 1000, 0.5f, -0.5f, 2}, 4, 3);
    assertThat(column(OutputKind.ARG_MAX, false, DType.FLOAT32, -1, 3).values(logits, 4))
        .containsExactly(1L, 0L, 2L, 2L);
    Object[] shares = column(OutputKind.SOFT_MAX, false, DType.FLOAT32, -1, 3).values(logits, 4);
    assertThat(((ArrayData) shares[2]).toFloatArray()).containsExactly(0, 0, 1);
    assertThat(((ArrayData) shares[3]).toFloatArray())
        .containsExactly(0.17095278f, 0.062890016f, 0.7661572f);
  }

  @Test
  void valuesWithoutRowsAreNamed() {
    OutputColumn column = column(OutputKind.VALUE, false, DType.FLOAT32, -1, 2);
    assertThatThrownBy(() -> column.values(Tensor.of(new float[] {1, 2}, 1, 2), 3))
        .hasMessageContaining("'y'")
        .hasMessageContaining("expected a first axis of 3");
    assertThatThrownBy(() -> column(OutputKind.ARG_MAX, false, DType.FLOAT32, -1))
        .hasMessageContaining("an axis besides the batch");
    assertThatThrownBy(
            () ->
                OutputColumn.of(
                    "c",
                    new TensorSpec("y", DType.FLOAT32, Shape.unknownRank()),
                    OutputKind.VALUE,
                    false))
        .hasMessageContaining("set outputType to 'vector'");
  }
}
