package dev.tenon.metrics;

import dev.tenon.ir.graph.Value;
import org.jspecify.annotations.Nullable;

/**
 * A number that tells how good a model is, accumulated over batches: a record of Keras'
 * configuration keys, written in operators.
 *
 * @see <a href="https://keras.io/api/metrics/">Keras: metrics</a>
 */
public interface Metric {
  /** Returns Keras' class name. */
  default String className() {
    return getClass().getSimpleName();
  }

  /** Returns the name under which it is reported. */
  String name();

  /**
   * Returns the name of the type in which its sums are kept between batches; they are computed in
   * float32.
   */
  default String dtype() {
    return "float32";
  }

  /**
   * Says in operators what a batch adds.
   *
   * @param state the variables, where what they become is reported
   * @param target what the data say, cast to float32 if the prediction is floating
   * @param prediction what the model says
   * @param weights the weight of each sample, without the mask; null where all count the same
   */
  void update(MetricState state, Value target, Value prediction, @Nullable Value weights);

  /**
   * Says in operators what the metric is now; asked for after {@link #update} only.
   *
   * @param state the variables
   * @return a scalar of float32; a vector for a metric of several classes or thresholds
   */
  Value result(MetricState state);
}
