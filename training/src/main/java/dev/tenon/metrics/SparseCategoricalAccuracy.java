package dev.tenon.metrics;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.losses.LossCall;

/**
 * The share of samples whose largest prediction is at the target's class index.
 *
 * <p>Target (…) or (…, 1), prediction (…, classes).
 *
 * @param name the name in logs and histories; {@code sparse_categorical_accuracy} by default
 * @param dtype the element type of the variables; the computation is in float32; {@code float32} by
 *     default
 * @see <a
 *     href="https://keras.io/api/metrics/accuracy_metrics/#sparsecategoricalaccuracy-class">Keras:
 *     SparseCategoricalAccuracy</a>
 */
@Setters
public record SparseCategoricalAccuracy(String name, String dtype)
    implements MeanMetric, SparseCategoricalAccuracySetters {
  /** The metric with Keras' default arguments. */
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
