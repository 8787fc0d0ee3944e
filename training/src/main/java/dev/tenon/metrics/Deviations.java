package dev.tenon.metrics;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;

/** Means and variances along an axis, for correlations. */
final class Deviations {
  private Deviations() {}

  static Value centered(Ops ops, Value x, long axis) {
    return ops.sub(x, ops.reduceMean(x, true, axis));
  }

  static Value variance(Ops ops, Value x, long axis) {
    Value deviation = centered(ops, x, axis);
    return ops.reduceMean(ops.mul(deviation, deviation), true, axis);
  }

  static Value standardized(Ops ops, Value x, long axis) {
    Value deviation = centered(ops, x, axis);
    return ops.div(deviation, ops.sqrt(variance(ops, deviation, axis)));
  }
}
