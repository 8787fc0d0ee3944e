package dev.tenon.layers.ops.numpy;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.ops.call.Constants;
import dev.tenon.layers.ops.call.Lengths;
import dev.tenon.layers.ops.call.OpArgs;
import dev.tenon.layers.ops.call.OpRegistrar;
import dev.tenon.tensor.DType;
import java.util.List;

/** Counts the elements of a vector in bins of equal width: {@code keras.ops.histogram}. */
public final class HistogramOps {
  private static final long USUAL_BINS = 10;

  private HistogramOps() {}

  /** Registers the functions of this family. */
  public static void list(OpRegistrar table) {
    table.add("Histogram", "", "x bins range", HistogramOps::histogram);
  }

  /** Gives the counts and the edges, both in the type of x. */
  private static List<Value> histogram(OpArgs args) {
    Ops ops = args.ops();
    Value given = args.value(0);
    long bins = args.whole(1, USUAL_BINS);
    if (given.rank() != 1 || bins < 1) {
      throw args.refuse("counts a vector in one bin or more, not " + given.shape() + " in " + bins);
    }
    Value x = given.dtype().isFloating() ? given : ops.cast(given, DType.FLOAT32);
    Value low = ops.reduceMin(x, false, 0);
    Value high = ops.reduceMax(x, false, 0);
    if (args.has(2)) {
      double[] range = Constants.tensor(args, args.required(2)).toDoubleArray();
      low = ops.scalar(x, range[0]);
      high = ops.scalar(x, range[1]);
    }
    Value step = ops.div(ops.sub(high, low), (double) bins);
    Value places = ops.cast(Lengths.positions(ops, bins), x.dtype());
    Value starts = ops.add(low, ops.mul(step, places));
    Value edges = ops.concat(0, List.of(starts, ops.unsqueeze(high, 0)));
    Value inside = ops.and(ops.greaterOrEqual(x, low), ops.lessOrEqual(x, high));
    // The first bin has all that are inside and the last one the end: elements from each start on,
    // less those from the next start on.
    Value from = ops.greaterOrEqual(ops.unsqueeze(x, 1), starts);
    Value least = ops.unsqueeze(ops.equal(places, ops.scalar(places, 0)), 0);
    Value counted = ops.and(ops.or(from, least), ops.unsqueeze(inside, 1));
    Value above = ops.reduceSum(ops.cast(counted, x.dtype()), false, 0);
    Value next = ops.slice(above, 0, 1, Long.MAX_VALUE, 1);
    Value zero = ops.reshape(ops.scalar(x, 0), Shape.of(1));
    Value counts = ops.sub(above, ops.concat(0, List.of(next, zero)));
    return List.of(ops.cast(counts, given.dtype()), ops.cast(edges, given.dtype()));
  }
}
