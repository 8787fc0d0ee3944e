package dev.tenon.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The examples of Keras' documentation of functions that take functions. */
final class ControlFlowTest {
  private static Tensor of(float... values) {
    return Tensor.of(values, values.length);
  }

  @Test
  void loopsGiveWhatKerasDocuments() {
    Tensor ten = Tensor.of(new int[] {0});
    assertThat(
            Ops.whileLoop(
                values -> values.get(0).getLong(0) < 10,
                values -> List.of(Ops.add(values.get(0), 1)),
                List.of(ten)))
        .containsExactly(Tensor.of(new int[] {10}));
    assertThat(
            Ops.whileLoop(
                values -> true, values -> List.of(Ops.add(values.get(0), 1)), List.of(ten), 3))
        .containsExactly(Tensor.of(new int[] {3}));
    assertThat(Ops.foriLoop(0, 10, (i, value) -> value + i, 0)).isEqualTo(45);
    assertThat(Ops.map(Ops::square, of(1, 2, 3))).isEqualTo(of(1, 4, 9));
    assertThat(Ops.vectorizedMap(x -> Ops.add(x, 1), of(1, 2))).isEqualTo(of(2, 3));
    assertThat(
            Ops.vectorize(x -> Ops.multiply(x, 2)).apply(Tensor.of(new float[][] {{1, 2}, {3, 4}})))
        .isEqualTo(Tensor.of(new float[][] {{2, 4}, {6, 8}}));
  }

  @Test
  void scansCarryAState() {
    Tensor xs = of(1, 2, 3, 4);
    var sums =
        Ops.scan(
            (carry, x) -> {
              Tensor next = Ops.add(carry, x);
              return new ScanResult(next, next);
            },
            Tensor.scalar(dev.tenon.tensor.DType.FLOAT32, 0.0),
            xs);
    assertThat(sums.ys()).isEqualTo(of(1, 3, 6, 10));
    assertThat(sums.carry().getDouble(0)).isEqualTo(10);
    assertThat(Ops.associativeScan(Ops::add, xs)).isEqualTo(of(1, 3, 6, 10));
    assertThat(Ops.associativeScan(Ops::add, xs, true, 0)).isEqualTo(of(10, 9, 7, 4));
  }

  @Test
  void choicesTakeOneWay() {
    Tensor yes = Tensor.of(new boolean[] {true}).reshape();
    assertThat(Ops.<Integer>cond(yes, () -> 1, () -> 2)).isEqualTo(1);
    List<Function<List<Tensor>, Tensor>> branches =
        List.of(x -> Ops.add(x.get(0), x.get(1)), x -> Ops.subtract(x.get(0), x.get(1)));
    assertThat(Ops.switchCase(1, branches, of(7), of(2))).isEqualTo(of(5));
    assertThat(Ops.switchCase(9, branches, of(7), of(2))).isEqualTo(of(5));
    assertThatThrownBy(() -> Ops.cond(of(1, 2), () -> 1, () -> 2)).hasMessageContaining("(2,)");
  }
}
