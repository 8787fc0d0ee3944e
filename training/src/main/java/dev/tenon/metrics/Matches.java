package dev.tenon.metrics;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Reduction;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;

/** Says which predictions of classes are right: 1 or 0 as float32. */
final class Matches {
  private Matches() {}

  /** Returns the position of the largest element along the last axis. */
  static Value largest(Ops ops, Value x) {
    return ops.apply(new Reduction.ArgMax(-1, 0, 0), x);
  }

  /** Returns numbers of classes without a last axis of length 1. */
  static Value numbers(Ops ops, Value target, Value prediction) {
    boolean column = target.rank() == prediction.rank() && target.shape().length(-1) == 1;
    return column ? ops.squeeze(target, -1) : target;
  }

  /** Says where the largest prediction is at the target's class. */
  static Value best(Ops ops, Value numbers, Value prediction) {
    DType dtype = prediction.dtype();
    Value chosen = ops.cast(largest(ops, prediction), dtype);
    return ops.cast(ops.equal(ops.cast(numbers, dtype), chosen), DType.FLOAT32);
  }

  /**
   * Says where fewer than k predictions are larger than that of the target's class.
   *
   * <p>As TensorFlow, it says no where a prediction is not finite or the number is no class.
   */
  static Value amongBest(Ops ops, Value numbers, Value prediction, long k) {
    Value class64 = ops.cast(numbers, DType.INT64);
    Value depth = ops.length(prediction, -1);
    Value offAndOn = ops.cast(ops.constant(Tensor.of(new float[] {0, 1}, 2)), prediction.dtype());
    Value oneHot = ops.apply(new Indexing.OneHot(-1), class64, depth, offAndOn);
    Value own = ops.reduceSum(ops.mul(prediction, oneHot), true, -1);
    Value larger = ops.cast(ops.greater(prediction, own), DType.FLOAT32);
    Value rank = ops.reduceSum(larger, false, -1);
    Value endless = ops.scalar(prediction, Double.POSITIVE_INFINITY);
    Value finite = ops.cast(ops.less(ops.abs(prediction), endless), DType.FLOAT32);
    Value usable = ops.greater(ops.reduceMin(finite, false, -1), ops.scalar(DType.FLOAT32, 0));
    Value isClass =
        ops.and(ops.greaterOrEqual(class64, ops.scalar(DType.INT64, 0)), ops.less(class64, depth));
    Value among = ops.less(rank, ops.scalar(DType.FLOAT32, (double) k));
    return ops.cast(ops.and(ops.and(among, usable), isClass), DType.FLOAT32);
  }
}
