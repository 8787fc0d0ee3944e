package dev.tenon.metrics;

import dev.tenon.config.Config;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.tensor.DType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Means of precision and recall, class by class or over all. */
final class FScores {
  private static final String TRUE_POSITIVES = "true_positives";
  private static final String FALSE_POSITIVES = "false_positives";
  private static final String FALSE_NEGATIVES = "false_negatives";
  private static final String SUPPORT = "intermediate_weights";

  /** Keras takes no prediction below it for the largest one. */
  private static final double SMALLEST = 1e-9;

  private FScores() {}

  static void check(@Nullable String average, double beta, @Nullable Double threshold) {
    List<String> known = List.of("micro", "macro", "weighted");
    if (average != null && !known.contains(average)) {
      throw new IllegalArgumentException(
          "average must be one of " + known + " or null, received '" + average + "'");
    }
    if (!(beta > 0)) {
      throw new IllegalArgumentException("beta must be more than 0, received " + beta);
    }
    if (threshold != null && !(threshold > 0 && threshold <= 1)) {
      throw new IllegalArgumentException(
          "threshold must be more than 0 and at most 1, received " + threshold);
    }
  }

  static void update(
      MetricState state,
      Value target,
      Value prediction,
      @Nullable Value weights,
      @Nullable String average,
      @Nullable Double threshold) {
    Ops ops = state.ops();
    Value t = ops.cast(target, DType.FLOAT32);
    Value p = ops.cast(prediction, DType.FLOAT32);
    if (t.rank() != 2 || p.rank() != 2 || p.shape().length(-1) < 0) {
      throw new IllegalArgumentException(
          "F scores need target and prediction (batch, classes), received "
              + target.type()
              + " and "
              + prediction.type());
    }
    Value yes = ops.cast(chosen(ops, p, threshold), DType.FLOAT32);
    boolean micro = "micro".equals(average);
    long[] shape = micro ? new long[0] : new long[] {p.shape().length(-1)};
    Value rows = weights == null ? null : ops.unsqueeze(ops.cast(weights, DType.FLOAT32), 1);
    state.add(TRUE_POSITIVES, sum(ops, ops.mul(yes, t), rows, micro), shape);
    state.add(FALSE_POSITIVES, sum(ops, ops.mul(yes, ops.sub(1, t)), rows, micro), shape);
    state.add(FALSE_NEGATIVES, sum(ops, ops.mul(ops.sub(1, yes), t), rows, micro), shape);
    state.add(SUPPORT, sum(ops, t, rows, micro), shape);
  }

  private static Value chosen(Ops ops, Value p, @Nullable Double threshold) {
    if (threshold != null) {
      return ops.greater(p, ops.scalar(p, threshold));
    }
    Value largest = ops.greaterOrEqual(p, ops.reduceMax(p, true, -1));
    return ops.and(largest, ops.greater(ops.abs(p), ops.scalar(p, SMALLEST)));
  }

  private static Value sum(Ops ops, Value x, @Nullable Value weights, boolean micro) {
    Value weighed = weights == null ? x : ops.mul(x, weights);
    return micro ? Averages.sum(ops, weighed) : ops.reduceSum(weighed, false, 0);
  }

  static Value result(MetricState state, @Nullable String average, double beta) {
    Ops ops = state.ops();
    Value hits = state.stored(TRUE_POSITIVES);
    Value precision = share(ops, hits, state.stored(FALSE_POSITIVES));
    Value recall = share(ops, hits, state.stored(FALSE_NEGATIVES));
    double square = beta * beta;
    Value sum = ops.add(ops.mul(precision, square), recall);
    Value mean = ops.div(ops.mul(precision, recall), ops.add(sum, Config.epsilon()));
    Value scores = ops.mul(mean, 1 + square);
    if (average == null || scores.rank() == 0) {
      return scores;
    }
    if (!average.equals("weighted")) {
      return ops.reduceMean(scores, false, 0);
    }
    Value support = state.stored(SUPPORT);
    Value all = ops.add(ops.reduceSum(support, false, 0), Config.epsilon());
    return ops.reduceSum(ops.mul(scores, ops.div(support, all)), false, 0);
  }

  private static Value share(Ops ops, Value part, Value other) {
    return ops.div(part, ops.add(ops.add(part, other), Config.epsilon()));
  }
}
