package dev.tenon.ir.pass.decomposition;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.pass.ExpansionContext;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.function.IntPredicate;

/** Equations solved by elimination, a step a row, the largest entry of a column first. */
final class SolveRule {
  /** More equations would make more operators than a graph should have. */
  private static final int MOST = 16;

  private SolveRule() {}

  /** Writes what solves a x = b. */
  static Value solve(ExpansionContext rule) {
    Ops ops = rule.ops();
    Value a = rule.in(0);
    long count = rule.rank(0) < 2 ? -1 : a.shape().length(-1);
    if (count < 0 || count > MOST) {
      throw new IllegalArgumentException(
          "equations are written in plainer operators up to " + MOST + ", not " + a.shape());
    }
    int columns = a.rank() - 1;
    Value all = ops.concat(columns, List.of(a, rule.in(1)));
    for (int i = 0; i < count; i++) {
      all = step(ops, all, i, Math.toIntExact(count));
    }
    return ops.slice(all, columns, count, Long.MAX_VALUE, 1);
  }

  /** Takes an unknown out of all rows but one, in which its factor becomes 1. */
  private static Value step(Ops ops, Value all, int i, int count) {
    int columns = all.rank() - 1;
    Value column = ops.slice(all, columns, i, i + 1L, 1);
    Value open = marks(ops, count, row -> row >= i);
    Value size = ops.where(open, ops.abs(column), ops.scalar(column, -1));
    Value largest = ops.squeeze(ops.apply(new Reduction.ArgMax(columns - 1, 1, 0), size), columns);
    Value hot =
        ops.apply(
            new Indexing.OneHot(-1),
            largest,
            ops.scalar(DType.INT64, count),
            ops.constant(Tensor.of(new double[] {0, 1}, 2).cast(DType.FLOAT32)));
    // (…, 1, count) to (…, count, 1): the row with the largest entry.
    Value turned = ops.swapAxes(hot, columns - 1, columns);
    Value chosen = ops.greater(turned, ops.scalar(DType.FLOAT32, 0.5));
    Value zero = ops.scalar(all, 0);
    Value pivot = ops.reduceSum(ops.where(chosen, all, zero), true, columns - 1L);
    Value now = ops.slice(all, columns - 1, i, i + 1L, 1);
    Value swapped = ops.where(chosen, now, all);
    Value unit = ops.div(pivot, ops.slice(pivot, columns, i, i + 1L, 1));
    Value factor = ops.slice(swapped, columns, i, i + 1L, 1);
    Value rest = ops.sub(swapped, ops.mul(factor, unit));
    return ops.where(marks(ops, count, row -> row == i), unit, rest);
  }

  private static Value marks(Ops ops, int count, IntPredicate which) {
    Tensor.Writer writer = new Tensor.Writer(DType.BOOL, count);
    for (int row = 0; row < count; row++) {
      writer.set(row, which.test(row) ? 1L : 0L);
    }
    return ops.constant(writer.build(count, 1));
  }
}
