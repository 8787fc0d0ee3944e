package dev.tenon.metrics;

import dev.tenon.ir.graph.Value;
import org.jspecify.annotations.Nullable;

/**
 * A measure of a model, accumulated over batches: a record of Keras' configuration keys that writes
 * its formula in operators.
 *
 * @see <a href="https://keras.io/api/metrics/">Keras: metrics</a>
 */
public interface Metric {
  /** Returns Keras' class name, by default the simple name of the Java class. */
  default String className() {
    return getClass().getSimpleName();
  }

  /** Returns the name of the metric in logs and histories. */
  String name();

  /**
   * Returns the element type of the variables between batches; the computation is in float32. The
   * default is {@code float32}.
   */
  default String dtype() {
    return "float32";
  }

  /**
   * Writes the operators that add a batch to the variables.
   *
   * @param state the variables and the context
   * @param target the targets, cast to float32 if the prediction is floating
   * @param prediction the predictions
   * @param weights the weight of each sample, without the mask; null for equal weights
   */
  void update(MetricState state, Value target, Value prediction, @Nullable Value weights);

  /**
   * Writes the operators that compute the result, after {@link #update}.
   *
   * @param state the variables and the context
   * @return a float32 scalar; a vector for a metric of several classes or thresholds
   */
  Value result(MetricState state);
}
