package dev.tenon.metrics;

import dev.tenon.internal.operators.Division;
import dev.tenon.internal.operators.SameRank;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Reduction;
import dev.tenon.losses.LossReduction;
import dev.tenon.tensor.DType;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Sums and means over samples, as Keras' Sum and Mean keep them. */
final class Averages {
  private static final String TOTAL = "total";
  private static final String COUNT = "count";

  private Averages() {}

  /** A number and a weight for each sample. */
  private record Samples(Value values, @Nullable Value weights) {}

  /**
   * Adds a batch to a mean.
   *
   * @param counted which values count; as in Keras, asked only where there are weights
   */
  static void addToMean(
      MetricState state, Value values, @Nullable Value weights, @Nullable Value counted) {
    Ops ops = state.ops();
    Samples samples = perSample(ops, values, weights, counted, true);
    state.add(TOTAL, sum(ops, samples.values));
    Value count;
    if (samples.weights != null) {
      count = sum(ops, samples.weights);
    } else if (samples.values.shape().isKnown()) {
      count = ops.scalar(DType.FLOAT32, (double) samples.values.shape().size().orMinusOne());
    } else {
      count = ops.cast(ops.apply(new Generation.Size(), samples.values), DType.FLOAT32);
    }
    state.add(COUNT, count);
  }

  static Value mean(MetricState state) {
    return Division.noNan(state.ops(), state.read(TOTAL), state.read(COUNT));
  }

  static void addToSum(MetricState state, Value values, @Nullable Value weights) {
    Ops ops = state.ops();
    state.add(TOTAL, sum(ops, perSample(ops, values, weights, null, false).values));
  }

  static Value total(MetricState state) {
    return state.read(TOTAL);
  }

  static Value sum(Ops ops, Value x) {
    return x.rank() == 0 ? x : ops.apply(new Reduction.ReduceSum(0, 0), x);
  }

  private static Samples perSample(
      Ops ops, Value given, @Nullable Value weight, @Nullable Value counted, boolean mean) {
    Value values = ops.cast(given, DType.FLOAT32);
    Value weights =
        weight == null || counted == null
            ? weight
            : LossReduction.weight(
                ops, weight, counted, DType.FLOAT32, dev.tenon.losses.Reduction.SUM);
    if (weights != null) {
      SameRank same = SameRank.of(ops, values, weights);
      values = same.first();
      weights = same.second();
      int rank = weights.rank();
      if (values.rank() > rank) {
        values = reduce(ops, values, rank, mean);
      }
      weights = broadcast(ops, weights, values);
      values = ops.mul(values, weights);
      if (rank > 1) {
        weights = reduce(ops, weights, 1, mean);
      }
    }
    if (values.rank() > 1) {
      values = reduce(ops, values, 1, mean);
    }
    return new Samples(values, weights);
  }

  /** Reduces all axes from one on. */
  private static Value reduce(Ops ops, Value x, int from, boolean mean) {
    long[] axes = LongStream.range(from, x.rank()).toArray();
    return mean ? ops.reduceMean(x, false, axes) : ops.reduceSum(x, false, axes);
  }

  /** Gives x the shape of another value. */
  static Value broadcast(Ops ops, Value x, Value like) {
    return x.shape().equals(like.shape())
        ? x
        : ops.applyAs(like.shape(), new Movement.Expand(), x, ops.shape(like));
  }
}
