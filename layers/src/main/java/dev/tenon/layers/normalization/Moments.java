package dev.tenon.layers.normalization;

import dev.tenon.config.Config;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** A mean and a biased variance. */
record Moments(Value mean, Value variance) {
  /** Returns x in a type in which sums of squares do not overflow, as Keras does. */
  static Value atLeastFloat32(Ops ops, Value x) {
    boolean half = x.dtype() == DType.FLOAT16 || x.dtype() == DType.BFLOAT16;
    return half || !x.dtype().isFloating() ? ops.cast(x, DType.FLOAT32) : x;
  }

  /** Returns the moments over some axes, which stay with length 1. */
  static Moments over(Ops ops, Value x, long... axes) {
    Value mean = ops.reduceMean(x, true, axes);
    Value centred = ops.sub(x, mean);
    return new Moments(mean, ops.reduceMean(ops.mul(centred, centred), true, axes));
  }

  /**
   * Returns the moments over all axes but some, without the entries that a mask hides.
   *
   * @param shape the shape that the moments get
   */
  static Moments keeping(Ops ops, Value x, int[] kept, @Nullable Value mask, Shape shape) {
    long[] axes =
        LongStream.range(0, x.rank())
            .filter(axis -> Arrays.stream(kept).noneMatch(own -> own == axis))
            .toArray();
    Moments moments = mask == null ? over(ops, x, axes) : masked(ops, x, mask, axes);
    return new Moments(ops.reshape(moments.mean, shape), ops.reshape(moments.variance, shape));
  }

  private static Moments masked(Ops ops, Value x, Value mask, long[] axes) {
    if (mask.rank() != x.rank() - 1) {
      throw new IllegalArgumentException(
          "the mask must have one axis less than the input "
              + x.shape()
              + ", it has shape "
              + mask.shape());
    }
    Value counts =
        ops.applyAs(
            x.type().with(mask.dtype()),
            new Movement.Expand(),
            ops.unsqueeze(mask, -1),
            ops.shape(x));
    Value zero = ops.scalar(x, 0);
    // Keras' epsilon keeps a fully masked batch from a division by zero.
    Value number =
        ops.add(ops.reduceSum(ops.cast(counts, x.dtype()), true, axes), Config.epsilon());
    Value mean = ops.div(ops.reduceSum(ops.where(counts, x, zero), true, axes), number);
    Value difference = ops.where(counts, ops.sub(x, mean), zero);
    Value variance = ops.div(ops.reduceSum(ops.mul(difference, difference), true, axes), number);
    return new Moments(mean, variance);
  }

  /** Returns one over the standard deviation. */
  Value inverseDeviation(Ops ops, double epsilon) {
    return inverseRoot(ops, ops.add(variance, epsilon));
  }

  static Value inverseRoot(Ops ops, Value x) {
    return ops.div(ops.scalar(x, 1), ops.sqrt(x));
  }

  /** Returns a copy of axes counted from the front, in ascending order. */
  static int[] fromTheFront(List<Long> axes, int rank) {
    return axes.stream()
        .mapToInt(axis -> Math.toIntExact(axis < 0 ? axis + rank : axis))
        .sorted()
        .toArray();
  }

  /** Returns whether axes are the last ones of so many. */
  static boolean trailing(int[] axes, int rank) {
    return Arrays.equals(axes, IntStream.range(rank - axes.length, rank).toArray());
  }
}
