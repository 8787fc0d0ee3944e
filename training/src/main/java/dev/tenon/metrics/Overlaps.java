package dev.tenon.metrics;

import dev.tenon.config.Config;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * How often each class is taken for each other one, and the overlaps that follow from it.
 *
 * @param classes how many classes there are
 * @param targetClasses those of which the mean is taken
 * @param sparseTarget whether targets are numbers of classes
 * @param sparsePrediction whether predictions are numbers of classes
 * @param axis the axis of the classes of values that are not sparse; -1 by default
 * @param ignored the class whose elements do not count; null for none
 * @param dtype the type in which elements are counted
 */
record Overlaps(
    long classes,
    List<Long> targetClasses,
    boolean sparseTarget,
    boolean sparsePrediction,
    long axis,
    @Nullable Long ignored,
    String dtype) {
  private static final String MATRIX = "total_confusion_matrix";

  static List<Long> all(long classes) {
    return LongStream.range(0, classes).boxed().toList();
  }

  static void check(long classes, List<Long> targetClasses, String dtype) {
    for (long target : targetClasses) {
      if (target < 0 || target >= classes) {
        throw new IllegalArgumentException(
            "target class " + target + " is outside 0 to " + (classes - 1));
      }
    }
    countType(dtype);
  }

  private static DType countType(String dtype) {
    return switch (dtype) {
      case "int32" -> DType.INT32;
      case "int", "int64" -> DType.INT64;
      case "float32" -> DType.FLOAT32;
      default ->
          throw new IllegalArgumentException(
              "dtype must be int32, int64 or float32, received '" + dtype + "'");
    };
  }

  void update(MetricState state, Value target, Value prediction, @Nullable Value weights) {
    Ops ops = state.ops();
    DType counts = countType(dtype);
    Value trueClasses = classes(ops, target, sparseTarget);
    Value foundClasses = classes(ops, prediction, sparsePrediction);
    SameShape.checkSize(trueClasses, foundClasses);
    Value t = numbers(ops, trueClasses, counts);
    Value p = numbers(ops, foundClasses, counts);
    Value zero = ops.scalar(DType.INT64, 0);
    Value inside = ops.and(inside(ops, t), inside(ops, p));
    if (ignored != null) {
      inside = ops.and(inside, ops.not(ops.equal(t, number(ops, ignored))));
    }
    Value weight =
        weights == null
            ? ops.scalar(counts, 1)
            : Averages.broadcast(ops, ThresholdConfusion.flat(ops, ops.cast(weights, counts)), t);
    Value amounts = ops.where(inside, weight, ops.scalar(counts, 0));
    Value cell =
        ops.add(
            ops.mul(ops.where(inside, t, zero), number(ops, classes)), ops.where(inside, p, zero));
    Value matrix =
        ops.apply(
            new Indexing.ScatterND("add"),
            ops.constant(Tensor.zeros(counts, classes * classes)),
            ops.unsqueeze(cell, 1),
            amounts);
    state.add(MATRIX, ops.reshape(matrix, Shape.of(classes, classes)), classes, classes);
  }

  private Value classes(Ops ops, Value x, boolean sparse) {
    return sparse ? x : ops.apply(new Reduction.ArgMax(axis, 0, 0), x);
  }

  /** Returns numbers of classes in one axis; numbers with fractions lose them. */
  private static Value numbers(Ops ops, Value found, DType counts) {
    // Keras keeps fractions where it counts in floats, and drops them later.
    Value whole = counts.isFloating() ? found : ops.cast(found, counts);
    return ThresholdConfusion.flat(ops, ops.cast(whole, DType.INT64));
  }

  private static Value number(Ops ops, long value) {
    return ops.constant(Tensor.scalar(DType.INT64, value));
  }

  private Value inside(Ops ops, Value x) {
    Value low = ops.greaterOrEqual(x, ops.scalar(DType.INT64, 0));
    return ops.and(low, ops.less(x, number(ops, classes)));
  }

  Value result(MetricState state) {
    Ops ops = state.ops();
    Value matrix = state.stored(MATRIX);
    Value predicted = ops.reduceSum(matrix, false, 0);
    Value actual = ops.reduceSum(matrix, false, 1);
    Value eye = ops.apply(new Generation.EyeLike(null, 0), matrix);
    Value right = ops.reduceSum(ops.mul(matrix, eye), false, 0);
    Value either = ops.sub(ops.add(predicted, actual), right);
    Value wanted = ops.longs(targetClasses.stream().mapToLong(Long::longValue).toArray());
    Value part = ops.cast(ops.gather(right, wanted, 0), DType.FLOAT32);
    Value whole = ops.cast(ops.gather(either, wanted, 0), DType.FLOAT32);
    Value seen = ops.greater(whole, ops.scalar(whole, 1e-9));
    Value count = ops.reduceSum(ops.cast(seen, DType.FLOAT32), false, 0);
    Value overlaps = ops.div(part, ops.add(whole, Config.epsilon()));
    Value kept = ops.where(seen, overlaps, ops.scalar(overlaps, 0));
    Value sum = ops.reduceSum(kept, false, 0);
    return ops.div(sum, ops.add(count, Config.epsilon()));
  }
}
