package dev.tenon.training;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The loss and the metrics of one batch, by Keras' names in alphabetical order.
 *
 * <p>{@code train_on_batch} and {@code test_on_batch} return them with {@code return_dict=True}.
 * Immutable.
 *
 * @see <a href="https://keras.io/api/models/model_training_apis/">Keras: train_on_batch</a>
 */
public final class BatchLogs extends AbstractMap<String, Double> {
  /** The key of the total loss. */
  public static final String LOSS = "loss";

  private final Map<String, Double> values;

  /**
   * Creates logs of values by name.
   *
   * @param values the values by name
   */
  public BatchLogs(Map<String, Double> values) {
    this.values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /**
   * Returns the loss before the step: the weighted sum over the outputs plus the penalties of
   * regularizers; NaN without a loss.
   */
  public double loss() {
    return values.getOrDefault(LOSS, Double.NaN);
  }

  @Override
  public Set<Entry<String, Double>> entrySet() {
    return values.entrySet();
  }
}
