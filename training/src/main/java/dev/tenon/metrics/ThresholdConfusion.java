package dev.tenon.metrics;

import dev.tenon.internal.operators.SameRank;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts of right and wrong yes-or-no predictions at thresholds.
 *
 * @param thresholds above which a prediction stands for yes
 * @param topK the number of largest predictions of a sample that can be positive; null for all, the
 *     default
 * @param classId the only class that counts; null for all, the default
 * @param perLabel whether each label is counted on its own
 * @param labelWeights how much each label counts; null where all count the same
 */
record ThresholdConfusion(
    Thresholds thresholds,
    @Nullable Long topK,
    @Nullable Long classId,
    boolean perLabel,
    @Nullable List<Double> labelWeights) {
  /** What stands for a prediction that is not among the largest. */
  static final double EXCLUDED = -1e10;

  /** The variable of a metric that is one count. */
  static final String ACCUMULATOR = "accumulator";

  /** What may be counted. */
  enum Count {
    TRUE_POSITIVES,
    FALSE_POSITIVES,
    TRUE_NEGATIVES,
    FALSE_NEGATIVES;

    /** Adds this count of a batch to the only variable of a metric. */
    void addTo(
        MetricState state,
        @Nullable List<Double> thresholds,
        Value target,
        Value prediction,
        @Nullable Value weights) {
      new ThresholdConfusion(Thresholds.of(thresholds, 0.5), null, null, false, null)
          .update(state, Map.of(this, ACCUMULATOR), target, prediction, weights);
    }
  }

  /** Targets, predictions and weights of one shape. */
  record Batch(Value target, Value prediction, @Nullable Value weights) {}

  /**
   * Adds a batch.
   *
   * @param variables the variable of each count that is wanted
   */
  void update(
      MetricState state,
      Map<Count, String> variables,
      Value target,
      Value prediction,
      @Nullable Value weights) {
    Ops ops = state.ops();
    Batch batch = batch(ops, target, prediction, weights);
    Counts counts =
        thresholds.even() ? Buckets.of(ops, this, batch) : Comparisons.of(ops, this, batch);
    long[] shape =
        perLabel
            ? new long[] {thresholds.size(), batch.prediction.shape().length(-1)}
            : new long[] {thresholds.size()};
    variables.forEach((count, name) -> state.add(name, counts.of(count), shape));
  }

  /** Gives a count when it is asked for. */
  interface Counts {
    Value of(Count count);
  }

  private Batch batch(Ops ops, Value target, Value prediction, @Nullable Value weights) {
    SameRank same =
        SameRank.of(ops, ops.cast(prediction, DType.FLOAT32), ops.cast(target, DType.FLOAT32));
    Value p = same.first();
    Value t = same.second();
    SameShape.check(t, p);
    if (perLabel && (p.rank() != 2 || p.shape().length(-1) < 0)) {
      throw new IllegalArgumentException(
          "AUC: predictions of several labels must be (batch, labels), received " + p.type());
    }
    Value w = null;
    if (weights != null) {
      Value column = ops.unsqueeze(ops.cast(weights, DType.FLOAT32), -1);
      w = SameRank.of(ops, t, column, false).second();
    }
    if (topK != null) {
      p = largest(ops, p, topK);
    }
    if (classId != null) {
      if (p.rank() == 1) {
        throw new IllegalArgumentException(
            "class_id needs predictions of shape (samples, classes), received " + p.type());
      }
      t = ops.slice(t, -1, classId, classId + 1, 1);
      p = ops.slice(p, -1, classId, classId + 1, 1);
    }
    if (labelWeights != null && !perLabel) {
      Value labels = ops.constant(floats(labelWeights));
      w = w == null ? labels : ops.mul(Averages.broadcast(ops, w, p), labels);
    }
    return new Batch(t, p, w == null ? null : Averages.broadcast(ops, w, p));
  }

  static Tensor floats(List<Double> numbers) {
    float[] values = new float[numbers.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers.get(i).floatValue();
    }
    return Tensor.of(values, values.length);
  }

  private static Value largest(Ops ops, Value p, long k) {
    List<Value> found = ops.applyAll(new Indexing.TopK(-1, 1, 1), p, ops.longs(k));
    Value offAndOn = ops.constant(Tensor.of(new float[] {0, 1}, 2));
    Value each = ops.apply(new Indexing.OneHot(-1), found.get(1), ops.length(p, -1), offAndOn);
    Value among = ops.reduceSum(each, false, -2);
    return ops.add(ops.mul(p, among), ops.mul(ops.sub(1, among), EXCLUDED));
  }

  /** Joins all elements into one axis. */
  static Value flat(Ops ops, Value x) {
    return x.rank() == 1 ? x : ops.reshape(x, Shape.of(-1));
  }
}
