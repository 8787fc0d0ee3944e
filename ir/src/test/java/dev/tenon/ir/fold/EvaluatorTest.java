package dev.tenon.ir.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The evaluator against NumPy's and ONNX's own numbers. */
class EvaluatorTest {
  private static Tensor run(Operator operator, Tensor... operands) {
    return Objects.requireNonNull(Evaluator.evaluate(operator, Arrays.asList(operands))).get(0);
  }

  private static Tensor longs(long... values) {
    return Tensor.of(values, new long[] {values.length});
  }

  private static Tensor grid() {
    return Tensor.of(new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, 3, 4);
  }

  @Test
  void erfIsThatOfPythonsMath() {
    double[] x = {-3.1, -2.5, -0.7, 0, 1e-9, 0.3, 1.9, 2.49, 2.51, 4};
    double[] expected = {
      -0.9999883513426328,
      -0.999593047982555,
      -0.6778011938374184,
      0,
      1.1283791670955127e-09,
      0.3286267594591274,
      0.9927904292352575,
      0.9995707121322661,
      0.9996142945182758,
      0.9999999845827421
    };
    Tensor y = run(new Unary.Erf(), Tensor.of(x));
    for (int i = 0; i < x.length; i++) {
      assertThat(Math.abs(y.getDouble(i) - expected[i])).isLessThan(3e-15);
    }
  }

  @Test
  void slicesAsPythonDoes() {
    Tensor back =
        run(new Movement.Slice(), grid(), longs(-1), longs(Long.MIN_VALUE), longs(1), longs(-2));
    assertThat(back).isEqualTo(Tensor.of(new float[] {3, 1, 7, 5, 11, 9}, 3, 2));
    Tensor part =
        run(new Movement.Slice(), grid(), longs(1, -3), longs(Long.MAX_VALUE, -1), longs(0, 1));
    assertThat(part).isEqualTo(Tensor.of(new float[] {5, 6, 9, 10}, 2, 2));
  }

  @Test
  void padsAsNumPyDoes() {
    Tensor x = Tensor.of(new float[] {1, 2, 3}, 3);
    Tensor pads = longs(2, 1);
    assertThat(run(new Movement.Pad("reflect"), x, pads).toFloatArray())
        .containsExactly(3, 2, 1, 2, 3, 2);
    assertThat(run(new Movement.Pad("edge"), x, pads).toFloatArray())
        .containsExactly(1, 1, 1, 2, 3, 3);
    assertThat(run(new Movement.Pad("wrap"), x, pads).toFloatArray())
        .containsExactly(2, 3, 1, 2, 3, 1);
    assertThat(run(new Movement.Pad("constant"), x, pads, Tensor.scalar(DType.FLOAT32, 9)))
        .isEqualTo(Tensor.of(new float[] {9, 9, 1, 2, 3, 9}, 6));
  }

  @Test
  void reducesAndRepeats() {
    assertThat(run(new Reduction.ReduceMean(0, 0), grid(), longs(0)).toFloatArray())
        .containsExactly(4, 5, 6, 7);
    assertThat(run(new Reduction.ReduceSum(1, 0), grid(), longs(-1)).toFloatArray())
        .containsExactly(6, 22, 38);
    assertThat(run(new Reduction.CumSum(1, 1), grid(), Tensor.scalar(DType.INT64, 1L)))
        .isEqualTo(Tensor.of(new float[] {6, 5, 3, 0, 18, 13, 7, 0, 30, 21, 11, 0}, 3, 4));
    assertThat(run(new Movement.Tile(), Tensor.of(new int[] {1, 2}, 1, 2), longs(2, 2)))
        .isEqualTo(Tensor.of(new int[] {1, 2, 1, 2, 1, 2, 1, 2}, 2, 4));
    Tensor range =
        run(
            new Generation.Range(),
            Tensor.scalar(DType.INT32, 10L),
            Tensor.scalar(DType.INT32, 4L),
            Tensor.scalar(DType.INT32, -3L));
    assertThat(range).isEqualTo(Tensor.of(new int[] {10, 7}, 2));
  }

  @Test
  void knownLengthsOfAnOpenShapeAreConstants() {
    GraphBuilder builder = new GraphBuilder("g");
    Ops ops = new Ops(() -> builder, () -> Origin.NONE);
    Shape open = Shape.of(Dim.symbol("batch"), Dim.of(6), Dim.of(4));
    Value x = builder.input("x", new TensorType(DType.FLOAT32, open));
    Value shape = ops.apply(new Generation.Shape(0, null), x);
    Value rows = ops.gather(shape, ops.constant(Tensor.scalar(DType.INT64, 1L)), 0);
    Value columns = ops.slice(shape, 0, -1, Long.MAX_VALUE, 1);
    Value size = ops.mul(ops.unsqueeze(rows, 0), columns);
    Value target = ops.concat(0, List.of(ops.longs(-1), size));
    Value y = ops.apply(new Movement.Reshape(0), x, target);
    Graph folded = ConstantFolding.apply(builder.build(List.of(y), List.of("y")));
    Tensor wanted = folded.nodes().get(folded.nodes().size() - 1).input(1).constant();
    assertThat(wanted).isEqualTo(longs(-1, 24));
  }
}
