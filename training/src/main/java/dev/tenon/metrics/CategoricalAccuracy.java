package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;
import dev.tenon.losses.LossCall;

/**
 * How often the largest prediction is at the class where the target is largest.
 *
 * <p>Target and prediction (…, classes).
 *
 * @param name under which name the metric is reported
 * @param dtype the type in which its sums are kept; they are computed in float32
 * @see <a href="https://keras.io/api/metrics/accuracy_metrics/#categoricalaccuracy-class">Keras:
 *     CategoricalAccuracy</a>
 */
@Setters
public record CategoricalAccuracy(String name, String dtype)
    implements MeanMetric, CategoricalAccuracySetters {
  /** Keras' defaults. */
  public static final CategoricalAccuracy DEFAULTS =
      new CategoricalAccuracy("categorical_accuracy", "float32");

  @Override
  public Value values(LossCall call, Value target, Value prediction) {
    return Matches.best(call.ops(), Matches.largest(call.ops(), target), prediction);
  }
}
