package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.losses.LossCall;

/**
 * How often the class where the target is largest is among the k largest predictions.
 *
 * <p>Target and prediction (…, classes). Equally large predictions all count.
 *
 * @param k how many of the largest predictions count
 * @param name under which name the metric is reported
 * @param dtype the type in which its sums are kept; they are computed in float32
 * @see <a
 *     href="https://keras.io/api/metrics/accuracy_metrics/#topkcategoricalaccuracy-class">Keras:
 *     TopKCategoricalAccuracy</a>
 */
@Setters
public record TopKCategoricalAccuracy(long k, String name, String dtype)
    implements MeanMetric, TopKCategoricalAccuracySetters {
  /** Keras' defaults. */
  public static final TopKCategoricalAccuracy DEFAULTS =
      new TopKCategoricalAccuracy(5, "top_k_categorical_accuracy", "float32");

  @Override
  public Value values(LossCall call, Value target, Value prediction) {
    Ops ops = call.ops();
    return Matches.amongBest(ops, Matches.largest(ops, target), prediction, k);
  }
}
