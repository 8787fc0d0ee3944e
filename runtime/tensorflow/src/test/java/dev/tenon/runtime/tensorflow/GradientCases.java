package dev.tenon.runtime.tensorflow;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.op.Variadic;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** One small differentiable use of every operator that has a gradient. */
final class GradientCases {
  /**
   * A function of one tensor.
   *
   * @param positive whether all elements are drawn above 0
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Case(
      String name,
      long[] shape,
      boolean positive,
      double tolerance,
      BiFunction<Ops, Value, Value> operator) {}

  private static final List<Case> ALL = new ArrayList<>();

  private GradientCases() {}

  static List<Case> all() {
    if (ALL.isEmpty()) {
      elementwise();
      reductions();
      movements();
      products();
      SpatialGradientCases.addAll();
      ExpandedGradientCases.addAll();
      SuppliedGradientCases.addAll();
      TraditionalMlGradientCases.addAll();
    }
    return ALL;
  }

  static void add(String name, long[] shape, BiFunction<Ops, Value, Value> operator) {
    ALL.add(new Case(name, shape, false, 1e-6, operator));
  }

  static void single(Operator operator, long... shape) {
    add(operator.opType(), shape, (ops, x) -> ops.apply(operator, x));
  }

  private static void positive(Operator operator) {
    ALL.add(
        new Case(
            operator.opType(), new long[] {5}, true, 1e-6, (ops, x) -> ops.apply(operator, x)));
  }

  /** For what TensorFlow computes in 32 bits only. */
  static void rough(String name, long[] shape, BiFunction<Ops, Value, Value> operator) {
    ALL.add(new Case(name, shape, false, 3e-2, operator));
  }

  static Value numbers(Ops ops, long... shape) {
    int size = (int) Shape.of(shape).size().orMinusOne();
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = Math.sin(1.7 * i + 0.3);
    }
    return ops.constant(Tensor.of(values, shape));
  }

  private static void elementwise() {
    for (Operator operator :
        List.of(
            new Unary.Identity(),
            new Unary.Abs(),
            new Unary.Neg(),
            new Unary.Sign(),
            new Unary.Reciprocal(),
            new Unary.Exp(),
            new Unary.Floor(),
            new Unary.Ceil(),
            new Unary.Round(),
            new Unary.Sin(),
            new Unary.Cos(),
            new Unary.Tan(),
            new Unary.Asin(),
            new Unary.Acos(),
            new Unary.Atan(),
            new Unary.Sinh(),
            new Unary.Cosh(),
            new Unary.Tanh(),
            new Unary.Asinh(),
            new Unary.Atanh(),
            new Unary.Erf(),
            new Unary.Sigmoid(),
            new Unary.Relu(),
            new Unary.Softplus(),
            new Unary.Softsign(),
            new Unary.Mish(),
            new Unary.HardSwish(),
            new Activations.Elu(1),
            new Activations.Elu(0.7f),
            new Activations.Celu(0.7f),
            new Activations.Selu(1.6732632f, 1.050701f),
            new Activations.Selu(2, 3),
            new Activations.LeakyRelu(0.2f),
            new Activations.ThresholdedRelu(0.3f),
            new Activations.HardSigmoid(0.9f, 0.5f),
            new Activations.Gelu("none"),
            new Activations.Gelu("tanh"),
            new Activations.Shrink(0.1f, 0.3f),
            new Activations.Swish(1),
            new Activations.Swish(1.5f))) {
      single(operator, 6);
    }
    positive(new Unary.Sqrt());
    positive(new Unary.Log());
    add("Acosh", new long[] {4}, (ops, x) -> ops.apply(new Unary.Acosh(), ops.add(x, 3)));
    for (Operator operator : List.of(new Activations.Softmax(1), new Activations.LogSoftmax(1))) {
      single(operator, 2, 3, 2);
    }
    for (Operator operator :
        List.of(new Binary.Add(), new Binary.Sub(), new Binary.Mul(), new Binary.Div())) {
      add(
          operator.opType(),
          new long[] {2, 3},
          (ops, x) -> ops.apply(operator, x, numbers(ops, 3)));
      add(
          operator.opType() + " turned",
          new long[] {3},
          (ops, x) -> ops.apply(operator, numbers(ops, 2, 3), x));
    }
    ALL.add(
        new Case("Pow", new long[] {4}, true, 1e-6, (ops, x) -> ops.pow(x, ops.scalar(x, 2.5))));
    add(
        "PRelu",
        new long[] {2, 3},
        (ops, x) -> ops.apply(new Binary.PRelu(), numbers(ops, 2, 3), x));
    add("Max", new long[] {5}, (ops, x) -> ops.max(x, 0.4));
    add("Min", new long[] {5}, (ops, x) -> ops.min(x, 0.4));
    add("Clip", new long[] {5}, (ops, x) -> ops.clip(x, -0.4, 0.4));
    add("Sum", new long[] {5}, (ops, x) -> ops.apply(new Variadic.Sum(), x, numbers(ops, 5), x));
    add("Mean", new long[] {5}, (ops, x) -> ops.apply(new Variadic.Mean(), x, numbers(ops, 5), x));
    add(
        "Where",
        new long[] {5},
        (ops, x) -> ops.where(ops.greater(numbers(ops, 5), ops.scalar(x, 0)), x, ops.mul(x, x)));
  }

  private static void reductions() {
    for (Operator operator :
        List.of(
            new Reduction.ReduceSum(1, 0),
            new Reduction.ReduceMean(0, 0),
            new Reduction.ReduceMax(0, 0),
            new Reduction.ReduceMin(1, 0),
            new Reduction.ReduceProd(0, 0),
            new Reduction.ReduceL1(0, 0),
            new Reduction.ReduceL2(0, 0),
            new Reduction.ReduceLogSumExp(0, 0),
            new Reduction.ReduceSumSquare(1, 0))) {
      add(
          operator.opType(),
          new long[] {2, 3, 2},
          (ops, x) -> ops.apply(operator, x, ops.longs(1)));
    }
    ALL.add(
        new Case(
            "ReduceLogSum",
            new long[] {2, 3},
            true,
            1e-6,
            (ops, x) -> ops.apply(new Reduction.ReduceLogSum(0, 0), x, ops.longs(0))));
    add(
        "CumSum",
        new long[] {2, 3},
        (ops, x) ->
            ops.apply(new Reduction.CumSum(1, 1), x, ops.constant(Tensor.scalar(DType.INT64, 1L))));
  }

  private static void movements() {
    long[] shape = {2, 3, 4};
    add("Reshape", shape, (ops, x) -> ops.reshape(x, Shape.of(4, 6)));
    add("Transpose", shape, (ops, x) -> ops.transpose(x, 2, 0, 1));
    add("Squeeze", new long[] {2, 1, 3}, (ops, x) -> ops.squeeze(x, 1));
    add("Unsqueeze", shape, (ops, x) -> ops.unsqueeze(x, 1));
    add("Flatten", shape, (ops, x) -> ops.apply(new Movement.Flatten(1), x));
    add("Concat", shape, (ops, x) -> ops.concat(1, List.of(x, numbers(ops, 2, 1, 4), x)));
    add("Split", shape, (ops, x) -> ops.split(x, 2, 1, 3).get(1));
    add(
        "Split all",
        shape,
        (ops, x) -> {
          List<Value> parts = ops.split(x, 2, 2, 2);
          return ops.mul(parts.get(0), parts.get(1));
        });
    add("Slice", shape, (ops, x) -> ops.slice(x, 2, 0, Long.MAX_VALUE, 2));
    add("Slice backwards", shape, (ops, x) -> ops.slice(x, 1, -1, Long.MIN_VALUE, -1));
    add(
        "Slice computed",
        shape,
        (ops, x) ->
            ops.apply(
                new Movement.Slice(),
                x,
                length(ops, x, 2, 3),
                ops.longs(Long.MAX_VALUE),
                ops.longs(2)));
    for (String mode : List.of("constant", "reflect", "edge", "wrap")) {
      add(
          "Pad " + mode,
          shape,
          (ops, x) -> ops.apply(new Movement.Pad(mode), x, ops.longs(0, 1, 2, 0, 2, 1)));
    }
    add(
        "Pad negative",
        shape,
        (ops, x) -> ops.apply(new Movement.Pad("constant"), x, ops.longs(0, -1, 2, 0, 2, -1)));
    add("Tile", shape, (ops, x) -> ops.apply(new Movement.Tile(), x, ops.longs(1, 2, 3)));
    add(
        "Expand",
        new long[] {3, 1},
        (ops, x) -> ops.apply(new Movement.Expand(), x, ops.longs(2, 3, 4)));
    add(
        "ReverseSequence",
        new long[] {4, 2},
        (ops, x) -> ops.apply(new Movement.ReverseSequence(1, 0), x, ops.longs(2, 4)));
    add("Trilu", new long[] {3, 3}, (ops, x) -> ops.apply(new Movement.Trilu(1), x));
    add("Gather", shape, (ops, x) -> ops.gather(x, ops.longs(2, -1, 0, 2), 1));
    add("Gather rows", shape, (ops, x) -> ops.gather(x, ops.longs(1, 1, 0), 0));
    add(
        "GatherElements",
        new long[] {2, 3},
        (ops, x) ->
            ops.apply(
                new Indexing.GatherElements(1),
                x,
                ops.constant(Tensor.of(new long[] {0, 2, -1, 0}, 2, 2))));
    add(
        "GatherND",
        shape,
        (ops, x) ->
            ops.apply(
                new Indexing.GatherND(0),
                x,
                ops.constant(Tensor.of(new long[] {0, 1, 1, 2}, 2, 2))));
    for (String reduction : List.of("none", "add")) {
      add(
          "ScatterND " + reduction,
          new long[] {4, 2},
          (ops, x) ->
              ops.apply(
                  new Indexing.ScatterND(reduction),
                  x,
                  ops.constant(Tensor.of(new long[] {1, 3}, 2, 1)),
                  ops.mul(ops.slice(x, 0, 0, 2, 1), 2)));
    }
    add(
        "TopK",
        new long[] {2, 4},
        (ops, x) -> ops.apply(new Indexing.TopK(1, 1, 1), x, ops.longs(2)));
  }

  /** Returns a length less a number, which nothing knows before the run. */
  private static Value length(Ops ops, Value x, int axis, long less) {
    Value shape = ops.apply(new dev.tenon.ir.op.Generation.Shape(axis, (long) axis + 1), x);
    return ops.sub(shape, (double) less);
  }

  private static void products() {
    add("MatMul", new long[] {2, 3}, (ops, x) -> ops.matMul(x, numbers(ops, 3, 2)));
    add("MatMul kernel", new long[] {3, 2}, (ops, x) -> ops.matMul(numbers(ops, 2, 2, 3), x));
    add("MatMul batch", new long[] {2, 2, 3}, (ops, x) -> ops.matMul(x, numbers(ops, 2, 3, 2)));
    add(
        "MatMul batch, right factor",
        new long[] {2, 2, 3, 2},
        (ops, x) -> ops.matMul(numbers(ops, 2, 2, 2, 3), x));
    add(
        "MatMul batch of itself",
        new long[] {2, 3, 2},
        (ops, x) -> ops.matMul(x, ops.transpose(x, 0, 2, 1)));
    add(
        "MatMul batch, repeated factor",
        new long[] {1, 2, 3},
        (ops, x) -> ops.matMul(x, numbers(ops, 2, 3, 2)));
    add("MatMul vector", new long[] {3}, (ops, x) -> ops.matMul(numbers(ops, 2, 3), x));
    add(
        "Gemm",
        new long[] {3, 2},
        (ops, x) ->
            ops.apply(new Linear.Gemm(0.5f, 2, 1, 0), x, numbers(ops, 3, 2), numbers(ops, 2)));
    add("BiasAdd", new long[] {3}, (ops, x) -> ops.add(numbers(ops, 2, 3), x));
    add(
        "Einsum",
        new long[] {2, 3, 2},
        (ops, x) -> ops.einsum("abc,cd->adb", x, numbers(ops, 2, 3)));
    add(
        "Einsum three",
        new long[] {2, 3},
        (ops, x) -> ops.einsum("ab,bc,cd->ad", numbers(ops, 2, 2), x, numbers(ops, 3, 2)));
  }
}
