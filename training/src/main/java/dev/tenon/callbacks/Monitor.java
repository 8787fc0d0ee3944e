package dev.tenon.callbacks;

import dev.tenon.metrics.LossMean;
import dev.tenon.metrics.Metric;
import dev.tenon.metrics.Metrics;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The number that a callback watches, and which way is better. */
final class Monitor {
  /** Which way is better. */
  enum Mode {
    AUTO,
    MIN,
    MAX;

    /**
     * Returns the mode of Keras' word.
     *
     * @throws IllegalArgumentException for another word
     */
    static Mode of(String word) {
      return switch (word) {
        case "auto" -> AUTO;
        case "min" -> MIN;
        case "max" -> MAX;
        default ->
            throw new IllegalArgumentException(
                "mode must be auto, min or max, received '" + word + "'");
      };
    }
  }

  private static final String VALIDATION = "val_";

  /** Keras' metrics that are no better for being higher or lower. */
  private static final Set<String> UNDIRECTED =
      Set.of("Mean", "Sum", "TruePositives", "TrueNegatives", "FalsePositives", "FalseNegatives");

  private final String callback;
  private final String name;
  private final Mode mode;
  private final double minDelta;
  private @Nullable Boolean lower;

  /**
   * Watches a number.
   *
   * @param callback who asks, for messages
   * @param name such as {@code val_loss}
   * @param minDelta by how much a value must be better; the sign does not count
   */
  Monitor(String callback, String name, Mode mode, double minDelta) {
    this.callback = callback;
    this.name = name;
    this.mode = mode;
    this.minDelta = Math.abs(minDelta);
  }

  String name() {
    return name;
  }

  /** Returns the present value; null where it was not measured. */
  @Nullable Double value(Map<String, Double> logs) {
    return logs.get(name);
  }

  /**
   * Finds out which way is better, where the user did not say.
   *
   * @throws IllegalArgumentException where the metric does not tell
   */
  void resolve(TrainingRun fitting) {
    if (lower != null) {
      return;
    }
    lower =
        switch (mode) {
          case MIN -> true;
          case MAX -> false;
          case AUTO -> lower(fitting);
        };
  }

  private boolean lower(TrainingRun fitting) {
    String metricName = name.startsWith(VALIDATION) ? name.substring(VALIDATION.length()) : name;
    if (metricName.equals("loss")) {
      return true;
    }
    Metric metric = fitting.metric(metricName);
    if (metric instanceof LossMean
        || (metric != null && metric.className().equals("RootMeanSquaredError"))) {
      return true;
    }
    if (metric != null && isBetterHigher(metric.className())) {
      return false;
    }
    throw new IllegalArgumentException(
        callback
            + " callback received monitor="
            + name
            + ", but it cannot be determined whether that metric should be maximized or minimized."
            + " Pass mode \"max\" to look for the highest value, or \"min\" for the lowest");
  }

  private static boolean isBetterHigher(String metric) {
    return !UNDIRECTED.contains(metric)
        && Metrics.all().stream()
            .anyMatch(known -> !(known instanceof LossMean) && known.className().equals(metric));
  }

  /** Says whether a value is better than a reference, by more than the smallest difference. */
  boolean improves(double value, @Nullable Double reference) {
    if (reference == null) {
      return true;
    }
    return Boolean.TRUE.equals(lower) ? value + minDelta < reference : value - minDelta > reference;
  }
}
