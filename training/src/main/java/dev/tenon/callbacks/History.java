package dev.tenon.callbacks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The loss and the metrics of every epoch of a training.
 *
 * @see <a href="https://keras.io/api/callbacks/history/">Keras: History</a>
 */
public final class History implements Callback {
  private static final String CHARTS = "org.jfree.chart.JFreeChart";

  private final Map<String, List<Double>> history = new LinkedHashMap<>();
  private final Map<String, List<Integer>> epochsOf = new LinkedHashMap<>();
  private final List<Integer> epochs = new ArrayList<>();

  /** Creates an empty history. */
  public History() {}

  @Override
  public void onEpochEnd(TrainingRun fitting, int epoch, Map<String, Double> logs) {
    epochs.add(epoch);
    logs.forEach(
        (name, value) -> {
          history.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
          epochsOf.computeIfAbsent(name, n -> new ArrayList<>()).add(epoch);
        });
  }

  /** Returns the values of each epoch by name, such as {@code val_loss}. */
  public Map<String, List<Double>> history() {
    return Collections.unmodifiableMap(history);
  }

  /**
   * Returns the values of a name, one for each epoch that measured it.
   *
   * @param name the name, such as {@code val_loss}
   * @throws IllegalArgumentException if the name was not measured
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

  /** Returns the epochs, from 0, in which a number was measured, and the numbers. */
  Map<Integer, Double> series(String name) {
    Map<Integer, Double> series = new LinkedHashMap<>();
    List<Double> values = get(name);
    List<Integer> at = epochsOf.getOrDefault(name, List.of());
    for (int i = 0; i < values.size(); i++) {
      series.put(at.get(i), values.get(i));
    }
    return series;
  }

  /**
   * Draws the curves to a PNG or SVG file.
   *
   * <p>The loss and each metric have a panel of 720 × 480 pixels, with training and validation
   * together.
   *
   * @param file a name that ends in {@code .png} or {@code .svg}
   * @throws IllegalArgumentException if the suffix is another one
   * @throws IllegalStateException if the history is empty, or JFreeChart is missing, which the
   *     artifact {@code tenon} brings
   * @throws IOException if the file cannot be written
   */
  public void plot(Path file) throws IOException {
    try {
      Class.forName(CHARTS, false, History.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          "curves are drawn by JFreeChart, which is missing: add the dependency"
              + " org.jfree:jfreechart, whose version dev.tenon:tenon-bom has, or dev.tenon:tenon,"
              + " which brings it",
          e);
    }
    HistoryPlot.write(this, file);
  }

  /**
   * Writes the history as a CSV file: a row for each epoch from 0 and a column for each name.
   *
   * <p>A cell without a measurement is empty.
   *
   * @param csv the file
   * @throws IOException if the file cannot be written
   */
  public void toCsv(Path csv) throws IOException {
    HistoryTable.write(this, csv);
  }

  @Override
  public String toString() {
    return "History" + history;
  }
}
