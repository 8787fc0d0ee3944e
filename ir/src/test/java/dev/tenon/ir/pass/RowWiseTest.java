package dev.tenon.ir.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.fold.Evaluator;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Normalization;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.op.Variadic;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What is called row-wise, against what the operators compute of the whole and of two halves. */
final class RowWiseTest {
  private static final Dim BATCH = Dim.symbol("batch");
  private static final int ROWS = 5;
  private static final int FIRST = 3;

  private final GraphBuilder builder = new GraphBuilder("rows");
  private final Ops ops = new Ops(() -> builder, () -> Origin.NONE);
  private final RowWise rules =
      new RowWise(
          value ->
              value.constant() == null
                  && value.rank() > 0
                  && value.shape().dim(0).equals(BATCH)
                  && value.shape().sub(1, value.rank()).isKnown());

  private final Value x = rows("x", 4, 6);
  private final Value other = rows("other", 4, 6);
  private final Value columns = rows("columns", 6, 3);

  private Value rows(String name, long... lengths) {
    Shape shape = Shape.of(BATCH).concat(Shape.of(lengths));
    return builder.input(name, new TensorType(DType.FLOAT32, shape));
  }

  private Value constant(long... shape) {
    return builder.constant("constant", Tensor.random(1, shape));
  }

  private OperatorNode node(Value result) {
    return Objects.requireNonNull(builder.producer(result));
  }

  @TestFactory
  Stream<DynamicTest> whatTreatsRowsAlike() {
    return Stream.of(
            ops.apply(new Unary.Tanh(), x),
            ops.apply(new Unary.Cast(DType.INT32, 1, "up"), x),
            ops.apply(new Activations.Elu(1), x),
            ops.softmax(x, -1),
            ops.softmax(x, 1),
            ops.add(x, other),
            ops.mul(constant(6), x),
            ops.sub(constant(1, 4, 6), x),
            ops.where(ops.less(x, other), constant(1), other),
            ops.apply(new Variadic.Clip(), x, null, constant()),
            ops.matMul(x, constant(6, 2)),
            ops.matMul(x, columns),
            ops.reshape(x, Shape.of(BATCH).concat(Shape.of(24))),
            ops.transpose(x, 0, 2, 1),
            ops.concat(2, List.of(x, other)),
            ops.split(x, 1, 1, 3).get(0),
            ops.unsqueeze(x, 1),
            ops.squeeze(rows("thin", 1, 6), 1),
            ops.reduceMean(x, false, 1),
            ops.reduceMax(x, true, -1, 1),
            ops.apply(new Reduction.ArgMax(-1, 0, 0), x))
        .map(
            result -> {
              OperatorNode node = node(result);
              return DynamicTest.dynamicTest(
                  node.toString(),
                  () -> {
                    assertThat(rules.holds(node)).isTrue();
                    assertThat(joined(node)).isEqualTo(whole(node));
                  });
            });
  }

  @TestFactory
  Stream<DynamicTest> whatLooksAtSeveralRows() {
    return Stream.of(
            ops.softmax(x, 0),
            ops.softmax(x, -3),
            ops.reduceMean(x, true, 0, 1),
            ops.apply(new Reduction.ReduceSum(1, 0), x),
            ops.apply(new Reduction.ArgMin(0, 0, 0), x),
            ops.apply(
                new Reduction.CumSum(0, 0), x, builder.constant("axis", Tensor.of(new long[1], 1))),
            ops.transpose(x, 1, 0, 2),
            ops.reshape(x, Shape.of(4).concat(Shape.of(BATCH)).concat(Shape.of(6))),
            ops.reshape(x, Shape.of(-1, 2)),
            ops.concat(0, List.of(x, other)),
            ops.add(x, constant(ROWS, 4, 6)),
            ops.matMul(constant(3, 4), x),
            ops.matMul(x, constant(ROWS, 6, 2)))
        .map(this::isNotRowWise);
  }

  /** Each is row-wise in some uses, which would need rules of their own. */
  @TestFactory
  Stream<DynamicTest> whatIsNotKnown() {
    Value unknown = builder.input("unknown", new TensorType(DType.FLOAT32, Shape.unknownRank()));
    return Stream.of(
            ops.add(x, unknown),
            ops.apply(new Linear.Einsum("bij->bi"), x),
            ops.apply(new Binary.PRelu(), x, constant(6)),
            ops.apply(new Activations.Hardmax(-1), x),
            ops.apply(new Movement.Flatten(1), x),
            ops.apply(new Normalization.LpNormalization(-1, 2), x))
        .map(this::isNotRowWise);
  }

  @TestFactory
  Stream<DynamicTest> normalizations() {
    Value scale = constant(6);
    OperatorNode layer = node(ops.apply(new Normalization.LayerNormalization(-1, 1, 1), x, scale));
    OperatorNode rms = node(ops.apply(new Normalization.RMSNormalization(1, 1, 1), x, scale));
    return Stream.concat(
        Stream.of(layer, rms)
            .map(
                node ->
                    DynamicTest.dynamicTest(
                        node.toString(), () -> assertThat(rules.holds(node)).isTrue())),
        Stream.of(
                ops.apply(new Normalization.LayerNormalization(0, 1, 1), x, scale),
                ops.apply(new Normalization.LayerNormalization(-1, 1, 1), x, rows("scale")))
            .map(this::isNotRowWise));
  }

  private DynamicTest isNotRowWise(Value result) {
    OperatorNode node = node(result);
    return DynamicTest.dynamicTest(node.toString(), () -> assertThat(rules.holds(node)).isFalse());
  }

  private Tensor whole(OperatorNode node) {
    return computed(node, 0, ROWS);
  }

  private List<Tensor> halves(OperatorNode node) {
    return List.of(computed(node, 0, FIRST), computed(node, FIRST, ROWS));
  }

  private Tensor joined(OperatorNode node) {
    return Objects.requireNonNull(
            Evaluator.evaluate(new Movement.Concat(0), new ArrayList<>(halves(node))))
        .get(0);
  }

  /** Computes a node of some of the rows. */
  private Tensor computed(OperatorNode node, int from, int to) {
    List<@Nullable Tensor> operands =
        node.map(
            value -> {
              Tensor constant = value.constant();
              if (constant != null) {
                return constant;
              }
              OperatorNode producer = builder.producer(value);
              return producer == null
                  ? input(value).slice(0, from, to)
                  : computed(producer, from, to);
            });
    return Objects.requireNonNull(Evaluator.evaluate(node.operator(), operands)).get(0);
  }

  private static Tensor input(Value value) {
    long[] shape = value.shape().toLongs();
    shape[0] = ROWS;
    return Tensor.random(value.name().length(), shape);
  }
}
