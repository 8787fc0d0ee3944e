package dev.tenon.metrics;

import dev.tenon.ir.graph.Value;
import org.jspecify.annotations.Nullable;

/** A metric that finds, over evenly spaced thresholds, the best of one rate at a given other. */
interface RateAtRate extends Metric {
  long numThresholds();

  @Nullable Long classId();

  @Override
  default void update(MetricState state, Value target, Value prediction, @Nullable Value weights) {
    new ThresholdConfusion(Thresholds.between(numThresholds()), null, classId(), false, null)
        .update(state, Rates.all(), target, prediction, weights);
  }
}
