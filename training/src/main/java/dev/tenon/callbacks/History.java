package dev.tenon.callbacks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The loss and the metrics of every epoch.
 *
 * @see <a href="https://keras.io/api/callbacks/history/">Keras: History</a>
 */
public final class History implements Callback {
  private final Map<String, List<Double>> history = new LinkedHashMap<>();
  private final List<Integer> epochs = new ArrayList<>();

  /** Creates an empty history. */
  public History() {}

  @Override
  public void onEpochEnd(Fitting fitting, int epoch, Map<String, Double> logs) {
    epochs.add(epoch);
    logs.forEach((name, value) -> history.computeIfAbsent(name, n -> new ArrayList<>()).add(value));
  }

  /** Returns one number an epoch for each name, such as {@code val_loss}. */
  public Map<String, List<Double>> history() {
    return Collections.unmodifiableMap(history);
  }

  /**
   * Returns one number an epoch.
   *
   * @throws IllegalArgumentException for a name that was not measured
   */
  public List<Double> get(String name) {
    List<Double> values = history.get(name);
    if (values == null) {
      throw new IllegalArgumentException(
          "no '" + name + "' in the history; there are " + history.keySet());
    }
    return Collections.unmodifiableList(values);
  }

  /** Returns the numbers of the epochs, from 0. */
  public List<Integer> epochs() {
    return Collections.unmodifiableList(epochs);
  }

  @Override
  public String toString() {
    return "History" + history;
  }
}
