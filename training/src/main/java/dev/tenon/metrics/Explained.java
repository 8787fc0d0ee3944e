package dev.tenon.metrics;

import dev.tenon.internal.operators.SameRank;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.Unary;
import dev.tenon.tensor.DType;
import org.jspecify.annotations.Nullable;

/** Sums from which the explained variance is told. */
final class Explained {
  private static final String SAMPLES = "num_samples";
  private static final String SQUARES = "squared_sum";
  private static final String SUM = "sum";
  private static final String RESIDUAL = "residual";
  private static final String COUNT = "count";

  private Explained() {}

  static void update(MetricState state, Value target, Value prediction, @Nullable Value weights) {
    Ops ops = state.ops();
    SameRank same =
        SameRank.of(ops, ops.cast(target, DType.FLOAT32), ops.cast(prediction, DType.FLOAT32));
    Value t = same.first();
    Value p = same.second();
    if (t.rank() != 2 || p.rank() != 2 || p.shape().length(-1) < 0) {
      throw new IllegalArgumentException(
          "R2Score needs target and prediction (batch, outputs), received "
              + target.type()
              + " and "
              + prediction.type());
    }
    long[] shape = {p.shape().length(-1)};
    Value each = weights(ops, weights, t);
    Value weighed = ops.mul(t, each);
    Value error = ops.sub(t, p);
    // The order in which Keras makes its variables.
    Value elements = ops.cast(ops.apply(new Generation.Size(), t), DType.FLOAT32);
    state.add(SAMPLES, elements);
    state.add(SQUARES, ops.reduceSum(ops.mul(t, weighed), false, 0), shape);
    state.add(SUM, ops.reduceSum(weighed, false, 0), shape);
    state.add(RESIDUAL, ops.reduceSum(ops.mul(ops.mul(error, error), each), false, 0), shape);
    state.add(COUNT, ops.reduceSum(each, false, 0), shape);
  }

  private static Value weights(Ops ops, @Nullable Value weights, Value like) {
    Value given = weights == null ? ops.scalar(DType.FLOAT32, 1) : ops.cast(weights, DType.FLOAT32);
    Value rows = given.rank() == 1 ? ops.unsqueeze(given, 1) : given;
    return Averages.broadcast(ops, rows, like);
  }

  static Value result(MetricState state, @Nullable String aggregation, long regressors) {
    Ops ops = state.ops();
    Value sum = state.stored(SUM);
    Value mean = ops.div(sum, state.stored(COUNT));
    Value total = ops.sub(state.stored(SQUARES), ops.mul(sum, mean));
    Value raw = ops.sub(1, ops.div(state.stored(RESIDUAL), total));
    Value scores = ops.where(ops.apply(new Unary.IsInf(1, 1), raw), ops.scalar(raw, 0), raw);
    Value score = scores;
    if ("uniform_average".equals(aggregation)) {
      score = ops.reduceMean(scores, false, 0);
    } else if (aggregation != null) {
      Value weighed = ops.reduceSum(ops.mul(total, scores), false, 0);
      score = ops.div(weighed, ops.reduceSum(total, false, 0));
    }
    return regressors == 0 ? score : adjusted(ops, score, state.stored(SAMPLES), regressors);
  }

  /** Takes off what many variables explain by chance, where there are enough samples to tell. */
  private static Value adjusted(Ops ops, Value score, Value samples, long regressors) {
    Value freedom = ops.sub(samples, 1);
    Value left = ops.sub(ops.sub(samples, (double) regressors), 1);
    Value change = ops.div(ops.mul(ops.sub(1, score), freedom), left);
    Value enough = ops.less(ops.scalar(freedom, (double) regressors), freedom);
    return ops.where(enough, ops.sub(1, change), score);
  }
}
