package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.losses.LossCall;
import dev.tenon.tensor.DType;

/**
 * How often the class whose number is the target is among the k largest predictions.
 *
 * <p>Target (…) or (…, 1), prediction (…, classes). Equally large predictions all count.
 *
 * @param k how many of the largest predictions count
 * @param name under which name the metric is reported
 * @param dtype the type in which its sums are kept; they are computed in float32
 * @param fromSortedIds whether the prediction holds numbers of classes, the best one first
 * @see <a
 *     href="https://keras.io/api/metrics/accuracy_metrics/#sparsetopkcategoricalaccuracy-class">Keras:
 *     SparseTopKCategoricalAccuracy</a>
 */
@Setters
public record SparseTopKCategoricalAccuracy(
    long k, String name, String dtype, boolean fromSortedIds)
    implements MeanMetric, SparseTopKCategoricalAccuracySetters {
  /** Keras' defaults. */
  public static final SparseTopKCategoricalAccuracy DEFAULTS =
      new SparseTopKCategoricalAccuracy(5, "sparse_top_k_categorical_accuracy", "float32", false);

  @Override
  public Value values(LossCall call, Value target, Value prediction) {
    Ops ops = call.ops();
    Value numbers = Matches.numbers(ops, target, prediction);
    if (!fromSortedIds) {
      return Matches.amongBest(ops, numbers, prediction, k);
    }
    Value first = ops.slice(prediction, -1, 0, k, 1);
    Value wanted = ops.unsqueeze(ops.cast(numbers, prediction.dtype()), -1);
    Value hits = ops.cast(ops.equal(wanted, first), DType.FLOAT32);
    return ops.reduceMax(hits, false, -1);
  }
}
