package dev.tenon.layers.common;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.stream.LongStream;

/** Activations over a whole axis, such as softmax. */
public final class Distributions {
  private Distributions() {}

  /** Applies softmax over one axis, or over several of them together. */
  public static Value softmax(Ops ops, Value x, List<Long> axes) {
    if (axes.size() == 1) {
      return ops.softmax(x, Math.toIntExact(axes.get(0)));
    }
    long[] together = axes.stream().mapToLong(Long::longValue).toArray();
    Value sum = ops.apply(new Reduction.ReduceLogSumExp(1, 0), x, ops.longs(together));
    return ops.exp(ops.sub(x, sum));
  }

  static Value logSoftmax(Ops ops, Value x, int axis) {
    return ops.apply(new Activations.LogSoftmax(axis), x);
  }

  static Value glu(Ops ops, Value x, int axis) {
    long whole = x.shape().length(axis);
    if (whole < 0 || whole % 2 != 0) {
      throw new IllegalArgumentException(
          "glu halves axis " + axis + ", whose length must be even; the input is " + x.shape());
    }
    List<Value> halves = ops.split(x, axis, whole / 2, whole / 2);
    return ops.mul(halves.get(0), ops.sigmoid(halves.get(1)));
  }

  /**
   * Keras' sparsemax.
   *
   * <p>As in Keras, all supported running sums are added, where the paper takes the last one. For
   * two or more supported entries the result is not the projection onto the simplex.
   */
  static Value sparsemax(Ops ops, Value x, int axis) {
    int at = x.shape().axis(axis);
    Value zero = ops.scalar(x, 0);
    Value sorted = ops.apply(new Indexing.TopK(at, 1, 1), x, ops.length(x, at));
    Value sums =
        ops.apply(new Reduction.CumSum(0, 0), sorted, ops.constant(Tensor.scalar(DType.INT64, at)));
    Value mean = ops.div(ops.sub(sums, 1), counting(ops, x, at));
    Value support = ops.greater(ops.sub(sorted, mean), zero);
    Value total = ops.reduceSum(ops.where(support, sums, zero), true, at);
    Value number = ops.reduceSum(ops.cast(support, x.dtype()), true, at);
    Value threshold = ops.div(ops.sub(total, 1), number);
    return ops.max(ops.sub(x, threshold), 0);
  }

  /** Returns 1, 2, 3 … along an axis, with length 1 along those before and after it. */
  private static Value counting(Ops ops, Value x, int axis) {
    Value end = ops.add(ops.squeeze(ops.length(x, axis), 0), 1);
    Value one = ops.scalar(DType.INT64, 1);
    Value numbers =
        ops.applyAs(Shape.of(x.shape().dim(axis)), new Generation.Range(), one, end, one);
    Value cast = ops.cast(numbers, x.dtype());
    int after = x.rank() - 1 - axis;
    return after == 0 ? cast : ops.unsqueeze(cast, LongStream.rangeClosed(1, after).toArray());
  }
}
