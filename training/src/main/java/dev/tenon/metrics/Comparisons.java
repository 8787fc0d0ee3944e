package dev.tenon.metrics;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import org.jspecify.annotations.Nullable;

/**
 * Counts by comparing each prediction with each threshold.
 *
 * @param above where a prediction stands for yes: (thresholds, elements) or (thresholds, batch,
 *     labels)
 * @param yes where the target says yes, of the same shape with 1 for thresholds
 * @param weights how much each element counts; null where all count the same
 */
record Comparisons(Ops ops, Value above, Value yes, @Nullable Value weights)
    implements ThresholdConfusion.Counts {

  static Comparisons of(Ops ops, ThresholdConfusion confusion, ThresholdConfusion.Batch batch) {
    boolean perLabel = confusion.perLabel();
    int count = confusion.thresholds().size();
    Value thresholds =
        ops.constant(
            ThresholdConfusion.floats(confusion.thresholds().values())
                .reshape(perLabel ? new long[] {count, 1, 1} : new long[] {count, 1}));
    Value weights = batch.weights();
    return new Comparisons(
        ops,
        ops.greater(row(ops, batch.prediction(), perLabel), thresholds),
        ops.cast(row(ops, batch.target(), perLabel), DType.BOOL),
        weights == null ? null : row(ops, weights, perLabel));
  }

  private static Value row(Ops ops, Value x, boolean perLabel) {
    return perLabel ? ops.unsqueeze(x, 0) : ops.reshape(x, Shape.of(1, -1));
  }

  @Override
  public Value of(ThresholdConfusion.Count count) {
    Value hits =
        switch (count) {
          case TRUE_POSITIVES -> ops.and(above, yes);
          case FALSE_POSITIVES -> ops.and(above, ops.not(yes));
          case TRUE_NEGATIVES -> ops.and(ops.not(above), ops.not(yes));
          case FALSE_NEGATIVES -> ops.and(ops.not(above), yes);
        };
    Value counted =
        weights == null
            ? ops.cast(hits, DType.FLOAT32)
            : ops.where(hits, weights, ops.scalar(DType.FLOAT32, 0));
    return ops.reduceSum(counted, false, 1);
  }
}
