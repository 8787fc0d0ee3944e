package dev.tenon.metrics;

import dev.tenon.ir.graph.Value;
import org.jspecify.annotations.Nullable;

/** A metric that counts how true and predicted classes overlap. */
interface OverlapMetric extends Metric, ElementTypes.Counting {
  /** Returns what is counted and how it is averaged. */
  Overlaps overlaps();

  @Override
  default void update(MetricState state, Value target, Value prediction, @Nullable Value weights) {
    overlaps().update(state, target, prediction, weights);
  }

  @Override
  default Value result(MetricState state) {
    return overlaps().result(state);
  }
}
