package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Value;
import dev.tenon.losses.LossCall;

/**
 * The share of samples whose largest prediction is at the target's largest element.
 *
 * <p>Target and prediction (…, classes).
 *
 * @param name the name in logs and histories; {@code categorical_accuracy} by default
 * @param dtype the element type of the variables; the computation is in float32; {@code float32} by
 *     default
 * @see <a href="https://keras.io/api/metrics/accuracy_metrics/#categoricalaccuracy-class">Keras:
 *     CategoricalAccuracy</a>
 */
@Setters
public record CategoricalAccuracy(String name, String dtype)
    implements MeanMetric, CategoricalAccuracySetters {
  /** The metric with Keras' default arguments. */
  public static final CategoricalAccuracy DEFAULTS =
      new CategoricalAccuracy("categorical_accuracy", "float32");

  @Override
  public Value values(LossCall call, Value target, Value prediction) {
    return Matches.best(call.ops(), Matches.largest(call.ops(), target), prediction);
  }
}
