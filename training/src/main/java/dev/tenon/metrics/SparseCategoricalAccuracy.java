package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.losses.LossCall;

/**
 * How often the largest prediction is at the class whose number is the target.
 *
 * <p>Target (…) or (…, 1), prediction (…, classes).
 *
 * @param name under which name the metric is reported
 * @param dtype the type in which its sums are kept; they are computed in float32
 * @see <a
 *     href="https://keras.io/api/metrics/accuracy_metrics/#sparsecategoricalaccuracy-class">Keras:
 *     SparseCategoricalAccuracy</a>
 */
@Setters
public record SparseCategoricalAccuracy(String name, String dtype)
    implements MeanMetric, SparseCategoricalAccuracySetters {
  /** Keras' defaults. */
  public static final SparseCategoricalAccuracy DEFAULTS =
      new SparseCategoricalAccuracy("sparse_categorical_accuracy", "float32");

  @Override
  public Value values(LossCall call, Value target, Value prediction) {
    Ops ops = call.ops();
    Value matches = Matches.best(ops, Matches.numbers(ops, target, prediction), prediction);
    boolean column = matches.rank() > 1 && matches.shape().length(-1) == 1;
    return column ? ops.squeeze(matches, -1) : matches;
  }
}
