package dev.tenon.metrics;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Counts by sorting each prediction into the bucket between two even thresholds and summing up the
 * buckets from the end.
 *
 * @param positives at each threshold, what the target says yes to and lies above
 * @param negatives the same for what the target says no to
 * @param allPositives all that the target says yes to
 * @param allNegatives all that it says no to
 */
record Buckets(Ops ops, Value positives, Value negatives, Value allPositives, Value allNegatives)
    implements ThresholdConfusion.Counts {

  static Buckets of(Ops ops, ThresholdConfusion confusion, ThresholdConfusion.Batch batch) {
    boolean perLabel = confusion.perLabel();
    Value yes = ops.cast(ops.cast(batch.target(), DType.BOOL), DType.FLOAT32);
    Value no = ops.sub(1, yes);
    Value weights = batch.weights();
    Value positives = weighed(ops, yes, weights);
    Value negatives = weighed(ops, no, weights);
    long labels = perLabel ? batch.prediction().shape().length(-1) : 1;
    int count = confusion.thresholds().size();
    Value places = places(ops, confusion, batch.prediction(), labels);
    return new Buckets(
        ops,
        fromEnd(ops, positives, places, count, labels, perLabel),
        fromEnd(ops, negatives, places, count, labels, perLabel),
        all(ops, positives, perLabel),
        all(ops, negatives, perLabel));
  }

  private static Value weighed(Ops ops, Value x, @Nullable Value weights) {
    return weights == null ? x : ops.mul(x, weights);
  }

  private static Value all(Ops ops, Value x, boolean perLabel) {
    return perLabel ? ops.reduceSum(x, false, 0) : Averages.sum(ops, x);
  }

  /** Returns where each element is counted; a bucket after the last one takes what has none. */
  private static Value places(
      Ops ops, ThresholdConfusion confusion, Value prediction, long labels) {
    int count = confusion.thresholds().size();
    Value limited = ops.clip(prediction, 0, 1);
    Value upTo = ops.apply(new Unary.Ceil(), ops.mul(limited, count - 1));
    Value bucket = ops.sub(upTo, 1);
    if (confusion.thresholds().beyondUnit()) {
      bucket = ops.relu(bucket);
    }
    Value number = ops.cast(bucket, DType.INT64);
    Value none = ops.less(number, ops.scalar(DType.INT64, 0));
    Value place = ops.where(none, ops.scalar(DType.INT64, count), number);
    if (confusion.perLabel()) {
      long[] label = new long[Math.toIntExact(labels)];
      for (int i = 0; i < label.length; i++) {
        label[i] = i;
      }
      place = ops.add(ops.mul(place, (double) labels), ops.longs(label));
    }
    return ops.reshape(place, Shape.of(-1, 1));
  }

  private static Value fromEnd(
      Ops ops, Value amounts, Value places, int count, long labels, boolean perLabel) {
    long size = (count + 1) * labels;
    Value buckets =
        ops.apply(
            new Indexing.ScatterND("add"),
            ops.constant(Tensor.zeros(DType.FLOAT32, size)),
            places,
            ThresholdConfusion.flat(ops, amounts));
    Value shaped = perLabel ? ops.reshape(buckets, Shape.of(count + 1L, labels)) : buckets;
    Value kept = ops.slice(shaped, 0, 0, count, 1);
    return ops.apply(new Reduction.CumSum(0, 1), kept, ops.scalar(DType.INT64, 0));
  }

  @Override
  public Value of(ThresholdConfusion.Count count) {
    return switch (count) {
      case TRUE_POSITIVES -> positives;
      case FALSE_POSITIVES -> negatives;
      case TRUE_NEGATIVES -> ops.sub(allNegatives, negatives);
      case FALSE_NEGATIVES -> ops.sub(allPositives, positives);
    };
  }
}
