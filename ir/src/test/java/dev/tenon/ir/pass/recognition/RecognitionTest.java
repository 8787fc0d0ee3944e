package dev.tenon.ir.pass.recognition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Normalization;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.pass.GraphRunner;
import dev.tenon.ir.pass.layout.LayoutPassTest;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What exporters wrote in several operators is found, with the same numbers; nothing else is. */
class RecognitionTest {
  private static final double EPSILON = 1e-5;

  private final Random random = new Random(7);
  private final GraphBuilder builder = new GraphBuilder("net");
  private final Ops ops = new Ops(() -> builder, () -> new Origin("block", "Block"));
  private final Value x = input(4, 6);

  private Tensor numbers(long... shape) {
    float[] values = new float[(int) java.util.Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(values, shape);
  }

  private Value input(long... shape) {
    List<Dim> dims = new ArrayList<>(List.of(Dim.symbol("batch")));
    dims.addAll(Shape.of(shape).dims());
    return builder.input("x", new TensorType(DType.FLOAT32, Shape.of(dims)));
  }

  private List<String> recognised(Value y, Tensor feed) {
    Value out = builder.apply(new Unary.Identity(), "y", Origin.NONE, List.of(y)).get(0);
    Graph graph = builder.build(List.of(out), List.of("y"));
    Graph now = Recognition.apply(graph);
    LayoutPassTest.close(
        GraphRunner.run(now, List.of(feed)), GraphRunner.run(graph, List.of(feed)), "recognised");
    LayoutPassTest.assertNames(now);
    return now.nodes().stream()
        .map(OperatorNode::operator)
        .map(Operator::opType)
        .filter(type -> !type.equals("Identity"))
        .toList();
  }

  private List<String> recognised(Value y) {
    return recognised(y, numbers(2, 4, 6));
  }

  private Value variance(Value difference) {
    return ops.reduceMean(ops.pow(difference, ops.scalar(difference, 2)), true, -1);
  }

  @Test
  void layerNormalizationAsTorchScriptWritesIt() {
    Value difference = ops.sub(x, ops.reduceMean(x, true, -1));
    Value y = ops.div(difference, ops.sqrt(ops.add(variance(difference), EPSILON)));
    Value scaled = ops.mul(y, ops.constant(numbers(6)));
    assertThat(recognised(ops.add(scaled, ops.constant(numbers(6)))))
        .containsExactly("LayerNormalization");
  }

  @Test
  void layerNormalizationByAReciprocalAndTwoDifferences() {
    Value mean = ops.reduceMean(x, true, 2);
    Value other = ops.sub(x, mean);
    Value variance = ops.reduceMean(ops.mul(other, other), true, 2);
    Value inverse =
        ops.apply(new Unary.Reciprocal(), ops.sqrt(ops.add(ops.scalar(x, EPSILON), variance)));
    assertThat(recognised(ops.mul(inverse, ops.sub(x, mean))))
        .containsExactly("LayerNormalization");
  }

  @Test
  void layerNormalizationOverTwoAxes() {
    Value difference = ops.sub(x, ops.reduceMean(x, true, 1, 2));
    Value square = ops.mul(difference, difference);
    Value deviation = ops.sqrt(ops.add(ops.reduceMean(square, true, 1, 2), EPSILON));
    Value y = ops.mul(ops.div(difference, deviation), ops.constant(numbers(4, 6)));
    assertThat(recognised(y)).containsExactly("LayerNormalization");
  }

  @Test
  void rootMeanSquareNormalization() {
    Value inverse = ops.div(ops.scalar(x, 1), ops.sqrt(ops.add(variance(x), EPSILON)));
    Value y = ops.mul(ops.constant(numbers(6)), ops.mul(x, inverse));
    assertThat(recognised(y)).containsExactly("RMSNormalization");
  }

  @Test
  void whatIsNoLayerNormalizationStays() {
    Value difference = ops.sub(x, ops.reduceMean(x, true, -1));
    // Over the middle axis; by another mean; with a square of something else; with its mean kept.
    Value middle = ops.sub(x, ops.reduceMean(x, true, 1));
    Value one =
        ops.div(
            middle, ops.sqrt(ops.add(ops.reduceMean(ops.mul(middle, middle), true, 1), EPSILON)));
    Value two = ops.div(middle, ops.sqrt(ops.add(variance(middle), EPSILON)));
    Value three = ops.div(difference, ops.sqrt(ops.add(variance(x), EPSILON)));
    Value four =
        ops.div(difference, ops.sqrt(ops.add(ops.reduceMean(ops.abs(difference), true, -1), 1)));
    Value sum = ops.add(ops.add(one, ops.mul(two, 0.0)), ops.add(three, four));
    assertThat(recognised(sum)).doesNotContain("LayerNormalization");
  }

  @Test
  void factorsOfAnotherShapeStayOutside() {
    Value difference = ops.sub(x, ops.reduceMean(x, true, -1));
    Value y = ops.div(difference, ops.sqrt(ops.add(variance(difference), EPSILON)));
    assertThat(recognised(ops.mul(y, ops.constant(numbers(4, 1)))))
        .containsExactly("LayerNormalization", "Mul");
  }

  private Value erf(double divisor) {
    return ops.add(ops.apply(new Unary.Erf(), ops.div(x, divisor)), 1);
  }

  @Test
  void geluInEveryOrder() {
    Value gate = erf(Math.sqrt(2));
    Value a = ops.mul(ops.mul(x, gate), 0.5);
    Value b = ops.mul(ops.mul(x, 0.5), gate);
    Value c = ops.mul(x, ops.mul(gate, 0.5));
    Value d =
        ops.mul(
            ops.mul(ops.scalar(x, 0.5), x),
            ops.add(ops.apply(new Unary.Erf(), ops.mul(x, Math.sqrt(0.5))), 1));
    assertThat(recognised(ops.add(ops.add(a, b), ops.add(c, d))))
        .filteredOn("Gelu"::equals)
        .hasSize(4);
  }

  private Value cubic(double cube, double factor) {
    Value third = ops.mul(ops.pow(x, ops.scalar(x, 3)), cube);
    return ops.add(ops.tanh(ops.mul(ops.add(x, third), factor)), 1);
  }

  @Test
  void geluByTanhInThreeForms() {
    double root = Math.sqrt(2 / Math.PI);
    Value a = ops.mul(ops.mul(x, 0.5), cubic(0.044715, root));
    Value square = ops.mul(ops.mul(x, x), 0.044715);
    Value inner = ops.mul(ops.mul(x, root), ops.add(square, 1));
    Value b = ops.mul(ops.mul(x, ops.add(ops.tanh(inner), 1)), 0.5);
    Value cube = ops.mul(x, ops.mul(x, x));
    Value sum = ops.add(ops.mul(x, root), ops.mul(cube, root * 0.044715));
    Value c = ops.mul(ops.scalar(x, 0.5), ops.mul(x, ops.add(ops.tanh(sum), 1)));
    assertThat(recognised(ops.add(ops.add(a, b), c))).filteredOn("Gelu"::equals).hasSize(3);
  }

  @Test
  void whatIsNoGeluStays() {
    Value other = ops.mul(ops.mul(x, 0.5), erf(1.5));
    Value half = ops.mul(ops.mul(x, 0.51), erf(Math.sqrt(2)));
    Value minus = ops.sub(ops.apply(new Unary.Erf(), ops.div(x, Math.sqrt(2))), 1);
    Value less = ops.mul(ops.mul(x, 0.5), minus);
    Value shifted = ops.mul(ops.mul(ops.add(x, 1), 0.5), erf(Math.sqrt(2)));
    Value cube = ops.mul(ops.mul(x, 0.5), cubic(0.05, Math.sqrt(2 / Math.PI)));
    Value sum = ops.add(ops.add(other, half), ops.add(less, ops.add(shifted, cube)));
    assertThat(recognised(sum)).doesNotContain("Gelu");
  }

  @Test
  void groupNormalizationAsTorchWritesIt() {
    GraphBuilder images = new GraphBuilder("pictures");
    Ops write = new Ops(() -> images, () -> Origin.NONE);
    TensorType type =
        new TensorType(
            DType.FLOAT32, Shape.of(Dim.symbol("batch"), Dim.of(6), Dim.of(3), Dim.of(2)));
    Value image = images.input("x", type);
    Shape groups = Shape.of(Dim.symbol("batch"), Dim.of(2), Dim.of(18));
    Value normal =
        write.apply(
            new Normalization.InstanceNormalization(1e-5f, false),
            write.reshape(image, groups),
            write.constant(Tensor.full(DType.FLOAT32, 1, 2)),
            write.constant(Tensor.zeros(DType.FLOAT32, 2)));
    Value back = write.reshape(normal, type.shape());
    Value scaled = write.mul(back, write.constant(numbers(6, 1, 1)));
    Value y = write.add(scaled, write.constant(numbers(6, 1, 1)));
    Graph graph = images.build(List.of(y), List.of("y"));
    Graph now = Recognition.apply(graph);
    Tensor feed = numbers(2, 6, 3, 2);
    LayoutPassTest.close(
        GraphRunner.run(now, List.of(feed)), GraphRunner.run(graph, List.of(feed)), "groups");
    assertThat(now.nodes().stream().map(node -> node.operator().opType()))
        .containsExactly("GroupNormalization");
  }
}
