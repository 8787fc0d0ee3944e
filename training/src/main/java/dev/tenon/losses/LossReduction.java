package dev.tenon.losses;

import dev.tenon.internal.operators.BatchTotals;
import dev.tenon.internal.operators.Division;
import dev.tenon.internal.operators.SameRank;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Generation;
import dev.tenon.tensor.DType;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reduces the losses of elements to one number, with masks and sample weights as in Keras. */
public final class LossReduction {
  private LossReduction() {}

  /**
   * Computes a loss, applies mask and sample weight, and reduces it, as Keras' {@code
   * Loss.__call__} does.
   *
   * @param ops the operators
   * @param producer the operator that computes a value, see {@link LossCall#producer}
   * @param loss the loss
   * @param target the targets
   * @param prediction the predictions
   * @param sampleWeight the weight of each sample; null for equal weights
   * @param mask the elements of the prediction that count, bool; null for all
   * @return a float32 scalar; the losses of all elements under {@link Reduction#NONE}
   */
  public static Value loss(
      Ops ops,
      Function<Value, @Nullable OperatorNode> producer,
      Loss loss,
      Value target,
      Value prediction,
      @Nullable Value sampleWeight,
      @Nullable Value mask) {
    return loss(ops, producer, loss, target, prediction, sampleWeight, mask, BatchTotals.WHOLE);
  }

  /**
   * Computes a loss of a batch of which this process may have a part only.
   *
   * @param totals adds up over the processes that have the other parts
   * @return a float32 scalar, the same on all processes
   * @hidden for the modules of Tenon
   */
  @SuppressWarnings("exports")
  public static Value loss(
      Ops ops,
      Function<Value, @Nullable OperatorNode> producer,
      Loss loss,
      Value target,
      Value prediction,
      @Nullable Value sampleWeight,
      @Nullable Value mask,
      BatchTotals totals) {
    MaskedCall call = new MaskedCall(ops, producer);
    DType type = DType.of(loss.dtype());
    Value each = loss.each(call, ops.cast(target, type), ops.cast(prediction, type));
    Value counted = call.counted();
    Value both = mask == null || counted == null ? mask : ops.and(mask, counted);
    Value counts = both == null ? counted : both;
    Value value = reduce(ops, each, sampleWeight, counts, loss.reduction(), totals);
    return ops.cast(value, DType.FLOAT32);
  }

  /**
   * Weights the losses of elements and reduces them.
   *
   * @param ops the operators
   * @param each the loss of each element
   * @param sampleWeight the weights, of the same shape as the losses or of their leading axes; null
   *     for equal weights
   * @param mask the losses that count, bool; null for all
   * @param reduction the reduction
   * @return a scalar; the weighted losses under {@link Reduction#NONE}
   */
  public static Value reduce(
      Ops ops,
      Value each,
      @Nullable Value sampleWeight,
      @Nullable Value mask,
      Reduction reduction) {
    return reduce(ops, each, sampleWeight, mask, reduction, BatchTotals.WHOLE);
  }

  private static Value reduce(
      Ops ops,
      Value each,
      @Nullable Value sampleWeight,
      @Nullable Value mask,
      Reduction reduction,
      BatchTotals totals) {
    Value weight = weight(ops, sampleWeight, mask, each.dtype(), reduction, totals);
    Value values = each;
    if (weight != null) {
      SameRank same = SameRank.of(ops, each, weight);
      weight = same.second();
      values = ops.mul(same.first(), weight);
    }
    if (values.rank() == 0) {
      return totals.mean(values);
    }
    if (reduction == Reduction.NONE) {
      return values;
    }
    Value sum = totals.sum(sum(ops, values));
    return switch (reduction) {
      case SUM, NONE -> sum;
      case MEAN_WITH_SAMPLE_WEIGHT ->
          Division.noNan(
              ops, sum, totals.sum(weight == null ? count(ops, values) : sum(ops, weight)));
      case SUM_OVER_BATCH_SIZE, MEAN ->
          totals == BatchTotals.WHOLE
              ? mean(ops, sum, values)
              : ops.div(sum, ops.max(totals.sum(count(ops, values)), 1));
    };
  }

  /** Returns the mean, and 0 for no values as in Keras, where their sum is 0. */
  private static Value mean(Ops ops, Value sum, Value values) {
    return values.shape().isKnown() && values.shape().size().orMinusOne() > 0
        ? ops.div(sum, (double) values.shape().size().orMinusOne())
        : ops.div(sum, ops.max(count(ops, values), 1));
  }

  /**
   * Combines a sample weight and a mask into one weight.
   *
   * <p>Under a reduction that divides by the number of elements, counted elements are weighted up.
   * The quotient is then their mean.
   *
   * @param ops the operators
   * @param sampleWeight the weights; null for equal weights
   * @param mask the elements that count, bool; null for all
   * @param dtype the element type of the result
   * @param reduction the reduction
   * @return the weight; null where neither is given
   */
  public static @Nullable Value weight(
      Ops ops,
      @Nullable Value sampleWeight,
      @Nullable Value mask,
      DType dtype,
      Reduction reduction) {
    return weight(ops, sampleWeight, mask, dtype, reduction, BatchTotals.WHOLE);
  }

  private static @Nullable Value weight(
      Ops ops,
      @Nullable Value sampleWeight,
      @Nullable Value mask,
      DType dtype,
      Reduction reduction,
      BatchTotals totals) {
    if (mask == null) {
      return sampleWeight == null ? null : ops.cast(sampleWeight, dtype);
    }
    Value ones = ops.cast(mask, dtype);
    if (reduction == Reduction.MEAN || reduction == Reduction.SUM_OVER_BATCH_SIZE) {
      Value share = Division.noNan(ops, totals.sum(count(ops, ones)), totals.sum(sum(ops, ones)));
      ones = ops.where(ops.cast(mask, DType.BOOL), share, ops.scalar(dtype, 0));
    }
    if (sampleWeight == null) {
      return ones;
    }
    SameRank same = SameRank.of(ops, ones, ops.cast(sampleWeight, dtype));
    return ops.mul(same.second(), same.first());
  }

  private static Value sum(Ops ops, Value x) {
    return ops.apply(new dev.tenon.ir.op.Reduction.ReduceSum(0, 0), x);
  }

  private static Value count(Ops ops, Value x) {
    return x.shape().isKnown()
        ? ops.scalar(x, (double) x.shape().size().orMinusOne())
        : ops.cast(ops.apply(new Generation.Size(), x), x.dtype());
  }
}
