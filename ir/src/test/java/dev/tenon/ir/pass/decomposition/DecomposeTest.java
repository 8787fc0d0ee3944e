package dev.tenon.ir.pass.decomposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Normalization;
import dev.tenon.ir.op.StatelessRandom;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.pass.GraphRunner;
import dev.tenon.ir.pass.layout.LayoutPassTest;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Composite operators and what replaces them give the same numbers. */
class DecomposeTest {
  /** An operator, its input shape, and its other operands. */
  record Case(Operator operator, List<Integer> shape, List<Tensor> rest) {}

  static List<Case> cases() {
    Tensor six = numbers(3, 6);
    Tensor four = numbers(4, 4);
    List<Integer> matrix = List.of(2, 5, 6);
    List<Integer> image = List.of(2, 4, 3, 3);
    List<Integer> last = List.of(2, 3, 3, 4);
    return List.of(
        new Case(new Activations.Gelu("none"), matrix, List.of()),
        new Case(new Activations.Gelu("tanh"), matrix, List.of()),
        new Case(new Activations.Swish(1), matrix, List.of()),
        new Case(new Activations.Swish(1.7f), matrix, List.of()),
        new Case(new Unary.Mish(), matrix, List.of()),
        new Case(new Unary.HardSwish(), matrix, List.of()),
        new Case(new Movement.Trilu(1), matrix, List.of()),
        new Case(new Movement.Trilu(0), matrix, List.of(Tensor.scalar(DType.INT64, -1L))),
        new Case(new Normalization.LayerNormalization(-1, 1e-3f, 1), matrix, List.of(six, six)),
        new Case(new Normalization.LayerNormalization(2, 1e-3f, 1), matrix, List.of(six)),
        new Case(new Normalization.RMSNormalization(-1, 1e-3f, 1), matrix, List.of(six)),
        new Case(
            new Normalization.GroupNormalization(1e-3f, 2, 1, false), image, List.of(four, four)),
        new Case(
            new Normalization.GroupNormalization(1e-3f, 2, 1, true), last, List.of(four, four)),
        new Case(new Generation.Shape(1, 2L), matrix, List.of()));
  }

  private static Tensor numbers(int seed, int... shape) {
    Random random = new Random(seed);
    float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian() * 2;
    }
    return Tensor.of(values, Arrays.stream(shape).asLongStream().toArray());
  }

  private static Graph graph(Case c, boolean open) {
    GraphBuilder builder = new GraphBuilder("g");
    List<Dim> dims = new ArrayList<>();
    for (int length : c.shape) {
      dims.add(dims.isEmpty() ? Dim.symbol("batch") : Dim.of(length));
    }
    if (open) {
      dims.set(1, c.shape.size() == 4 && c.shape.get(1) == 4 ? dims.get(1) : Dim.symbol("length"));
    }
    List<Value> operands = new ArrayList<>();
    operands.add(builder.input("x", new TensorType(DType.FLOAT32, Shape.of(dims))));
    c.rest.forEach(tensor -> operands.add(builder.constant("c", tensor)));
    Value y =
        builder.apply(c.operator, "op", new Origin("layer", "Layer"), List.copyOf(operands)).get(0);
    return builder.build(List.of(y), List.of("y"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void meansTheSame(Case c) {
    Tensor x = numbers(1, c.shape.stream().mapToInt(Integer::intValue).toArray());
    for (boolean open : new boolean[] {false, true}) {
      Graph graph = graph(c, open);
      Graph plain = Decompose.apply(graph, 13);
      for (OperatorNode node : plain.nodes()) {
        assertThat(OpsetRules.has(node, 13)).as("%s", node).isTrue();
      }
      LayoutPassTest.close(
          GraphRunner.run(plain, List.of(x)), GraphRunner.run(graph, List.of(x)), c.toString());
      assertThat(Decompose.apply(graph, 24).nodes()).isEqualTo(graph.nodes());
    }
  }

  @Test
  void geluIsItsFormula() {
    // Python: 0.5 * x * (1 + math.erf(x / math.sqrt(2))), and the tanh form with 0.044715.
    Tensor x = Tensor.of(new float[] {-1.5f, -0.3f, 0.7f, 2.25f}, 1, 4);
    expect(new Activations.Gelu("none"), x, -0.1002108f, -0.1146266f, 0.5306254f, 2.222495f);
    expect(new Activations.Gelu("tanh"), x, -0.1004284f, -0.1146291f, 0.5305701f, 2.222799f);
  }

  private static void expect(Operator operator, Tensor x, float... expected) {
    Graph graph = graph(new Case(operator, List.of(1, 4), List.of()), false);
    Graph plain = Decompose.apply(graph, 13);
    LayoutPassTest.close(
        GraphRunner.run(plain, List.of(x)),
        List.of(Tensor.of(expected, 1, 4)),
        operator.toString());
  }

  @Test
  void namesAllThatAnOpsetCannotSay() {
    GraphBuilder builder = new GraphBuilder("g");
    Value x = builder.input("x", new TensorType(DType.INT32, Shape.of(3)));
    Origin origin = new Origin("noise", "GaussianNoise");
    Value y = builder.apply(new Binary.BitwiseAnd(), "and", origin, List.of(x, x)).get(0);
    Value shape = builder.constant("shape", Tensor.of(new long[] {3}, 1));
    Value z =
        builder
            .apply(
                new StatelessRandom.StatelessRandomUniform(DType.FLOAT32),
                "draw",
                origin,
                List.of(shape, y))
            .get(0);
    Graph graph = builder.build(List.of(y, z), List.of("y", "z"));
    assertThatThrownBy(() -> Decompose.apply(graph, 13))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("BitwiseAnd: 'noise' (GaussianNoise)")
        .hasMessageContaining("StatelessRandomUniform");
  }
}
