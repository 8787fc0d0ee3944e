package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.losses.LossCall;
import dev.tenon.tensor.DType;

/**
 * The share of samples whose class index is among the {@code k} largest predictions.
 *
 * <p>Target (…) or (…, 1), prediction (…, classes). Ties count as hits.
 *
 * @param k the number of largest predictions; 5 by default
 * @param name the name in logs and histories; {@code sparse_top_k_categorical_accuracy} by default
 * @param dtype the element type of the variables; the computation is in float32; {@code float32} by
 *     default
 * @param fromSortedIds whether the prediction holds class indices, the best one first; false by
 *     default
 * @see <a
 *     href="https://keras.io/api/metrics/accuracy_metrics/#sparsetopkcategoricalaccuracy-class">Keras:
 *     SparseTopKCategoricalAccuracy</a>
 */
@Setters
public record SparseTopKCategoricalAccuracy(
    long k, String name, String dtype, boolean fromSortedIds)
    implements MeanMetric, SparseTopKCategoricalAccuracySetters {
  /** The metric with Keras' default arguments. */
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
