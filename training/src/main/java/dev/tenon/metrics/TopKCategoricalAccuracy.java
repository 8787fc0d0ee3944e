package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.losses.LossCall;

/**
 * The share of samples whose target class is among the {@code k} largest predictions.
 *
 * <p>Target (…, classes), whose largest element is the class; prediction (…, classes). Ties count
 * as hits.
 *
 * @param k the number of largest predictions; 5 by default
 * @param name the name in logs and histories; {@code top_k_categorical_accuracy} by default
 * @param dtype the element type of the variables; the computation is in float32; {@code float32} by
 *     default
 * @see <a
 *     href="https://keras.io/api/metrics/accuracy_metrics/#topkcategoricalaccuracy-class">Keras:
 *     TopKCategoricalAccuracy</a>
 */
@Setters
public record TopKCategoricalAccuracy(long k, String name, String dtype)
    implements MeanMetric, TopKCategoricalAccuracySetters {
  /** The metric with Keras' default arguments. */
  public static final TopKCategoricalAccuracy DEFAULTS =
      new TopKCategoricalAccuracy(5, "top_k_categorical_accuracy", "float32");

  @Override
  public Value values(LossCall call, Value target, Value prediction) {
    Ops ops = call.ops();
    return Matches.amongBest(ops, Matches.largest(ops, target), prediction, k);
  }
}
