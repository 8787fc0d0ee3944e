package dev.tenon.losses;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;

/**
 * The forward recursion of {@link CTC} over all alignments of labels and steps, in logarithms.
 *
 * <p>An alignment is after each step in a label or in the blank before or after one. The states are
 * therefore the logarithms of the probabilities of {@code blanks} (batch, labels + 1) and of {@code
 * labels} (batch, labels). A label follows itself, the blank before it, or the label before it
 * where that is another one.
 */
final class Alignments {
  /** TensorFlow's logarithm of 0 where an alignment ends before the labels do: log(1e-307). */
  private static final double LOG_ZERO = Math.log(1e-307);

  /** The logarithm of a transition that is not possible, finite for the gradient's sake. */
  private static final double NEVER = -1e30;

  private static final long BLANK = 0;

  private final Ops ops;
  private final Value labels;
  private final Value logarithms;

  /**
   * Prepares the recursion.
   *
   * @param labels int64 (batch, labels)
   * @param logarithms of the probabilities, (batch, steps, classes)
   */
  Alignments(Ops ops, Value labels, Value logarithms) {
    this.ops = ops;
    this.labels = labels;
    this.logarithms = ops.max(logarithms, NEVER);
  }

  /** Returns minus the logarithm of the labels' probability, (batch). */
  Value loss() {
    Value unset = ops.expand(ops.scalar(logarithms, NEVER), labels, labels.shape());
    Value first = column(0);
    Value blanks = ops.concat(1, List.of(first, unset));
    Value blankSteps = ops.transpose(ops.slice(logarithms, 2, BLANK, BLANK + 1, 1), 1, 0, 2);
    Value chosen = ClassNumbers.oneHot(ops, labels, logarithms);
    Value labelSteps = ops.einsum("btc,blc->tbl", logarithms, chosen);
    Value never = column(NEVER);
    Value skips = skips(never);
    Graph step = step(blanks, unset, blankSteps, labelSteps, skips, never);
    List<Value> last =
        ops.applyAll(
            new Recurrent.Recurrence(step, 2, 2, false, null),
            blanks,
            unset,
            blankSteps,
            labelSteps,
            skips,
            never);
    return ops.neg(ended(last.get(0), last.get(1), never));
  }

  /** Returns (batch, 1) of one number. */
  private Value column(double number) {
    Shape shape = Shape.of(labels.shape().dim(0), Dim.of(1));
    return ops.expand(ops.scalar(logarithms, number), labels, shape);
  }

  /** Returns 0 where a label may follow the label before it, else {@link #NEVER}. */
  private Value skips(Value never) {
    if (labels.shape().length(1) == 1) {
      return never;
    }
    Value before = ops.slice(labels, 1, 0, -1, 1);
    Value after = ops.slice(labels, 1, 1, Long.MAX_VALUE, 1);
    Value repeated = ops.cast(ops.equal(before, after), logarithms.dtype());
    return ops.concat(1, List.of(never, ops.mul(repeated, NEVER)));
  }

  private static Graph step(
      Value blanks, Value labels, Value blankSteps, Value labelSteps, Value skips, Value never) {
    GraphBuilder builder = new GraphBuilder("alignment");
    Ops ops = new Ops(() -> builder, () -> Origin.NONE);
    Value inBlank = builder.input("blanks", blanks.type());
    Value inLabel = builder.input("labels", labels.type());
    Value blank = builder.input("blank", blankSteps.type().with(blankSteps.shape().without(0)));
    Value label = builder.input("label", labelSteps.type().with(labelSteps.shape().without(0)));
    Value skip = builder.input("skips", skips.type());
    Value start = builder.input("never", never.type());
    Value before = ops.concat(1, List.of(start, inLabel));
    Value nextBlank = ops.add(blank, sum(ops, List.of(inBlank, before)));
    Value blankBefore = ops.slice(inBlank, 1, 0, -1, 1);
    Value labelBefore = ops.add(ops.slice(before, 1, 0, -1, 1), skip);
    Value nextLabel = ops.add(label, sum(ops, List.of(inLabel, blankBefore, labelBefore)));
    return builder.build(List.of(nextBlank, nextLabel), List.of("next_blanks", "next_labels"));
  }

  /** Returns the logarithm of the probability of the alignments that end where the labels do. */
  private Value ended(Value inBlank, Value inLabel, Value never) {
    Value zero = ops.scalar(DType.INT64, BLANK);
    Value counted = ops.cast(ops.not(ops.equal(labels, zero)), logarithms.dtype());
    Value length = ops.reduceSum(counted, true, 1);
    Value before = ops.concat(1, List.of(never, inLabel));
    Value ones = ops.expand(ops.scalar(logarithms, 1), labels, labels.shape());
    Value axis = ops.constant(Tensor.scalar(DType.INT64, 1));
    Value positions =
        ops.concat(1, List.of(column(0), ops.apply(new Reduction.CumSum(0, 0), ones, axis)));
    Value open = ops.cast(ops.not(ops.equal(positions, length)), logarithms.dtype());
    Value closing = ops.mul(open, LOG_ZERO);
    Value all = ops.concat(1, List.of(ops.add(inBlank, closing), ops.add(before, closing)));
    return ops.apply(new Reduction.ReduceLogSumExp(0, 0), all, ops.longs(1));
  }

  /** Returns the logarithm of the sum of probabilities. */
  private static Value sum(Ops ops, List<Value> parts) {
    Value largest = parts.get(0);
    for (Value part : parts.subList(1, parts.size())) {
      largest = ops.max(largest, part);
    }
    Value total = ops.exp(ops.sub(parts.get(0), largest));
    for (Value part : parts.subList(1, parts.size())) {
      total = ops.add(total, ops.exp(ops.sub(part, largest)));
    }
    return ops.add(largest, ops.log(total));
  }
}
