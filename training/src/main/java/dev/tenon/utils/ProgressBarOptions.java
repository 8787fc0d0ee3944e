package dev.tenon.utils;

import dev.tenon.internal.options.Setters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keras' arguments of Progbar.
 *
 * @param target the number of steps; null where it is not known
 * @param width the strokes of the bar; 20
 * @param verbose 0 for nothing, 1 for a bar, 2 for one line at the end
 * @param interval the seconds between two drawings; 0.05
 * @param statefulMetrics the numbers that are shown as they are, others being averaged; null for
 *     none
 * @param statelessMetrics the numbers that are averaged, others being shown as they are; null where
 *     {@code statefulMetrics} says it
 * @param unitName what is counted; {@code step}
 */
@Setters(owner = ProgressBar.class)
record ProgressBarOptions(
    @Nullable Long target,
    int width,
    int verbose,
    double interval,
    @Nullable List<String> statefulMetrics,
    @Nullable List<String> statelessMetrics,
    String unitName) {
  ProgressBarOptions {
    if (statefulMetrics != null && statelessMetrics != null) {
      throw new IllegalArgumentException(
          "statefulMetrics and statelessMetrics: expected one of them, received "
              + statefulMetrics
              + " and "
              + statelessMetrics);
    }
    if (verbose < 0 || verbose > 2) {
      throw new IllegalArgumentException("verbose: expected 0, 1 or 2, received " + verbose);
    }
    if (width < 1) {
      throw new IllegalArgumentException("width is " + width + ", must be at least 1");
    }
  }

  boolean isAveraged(String metric) {
    return statelessMetrics != null
        ? statelessMetrics.contains(metric)
        : statefulMetrics == null || !statefulMetrics.contains(metric);
  }
}
