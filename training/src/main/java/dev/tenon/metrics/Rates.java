package dev.tenon.metrics;

import dev.tenon.internal.operators.Division;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.metrics.ThresholdConfusion.Count;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Shares of right predictions out of counts that are kept under Keras' names. */
final class Rates {
  private static final Map<Count, String> NAMES = names();

  private Rates() {}

  private static Map<Count, String> names() {
    Map<Count, String> names = new EnumMap<>(Count.class);
    for (Count count : Count.values()) {
      names.put(count, count.name().toLowerCase(Locale.ROOT));
    }
    return names;
  }

  /** Returns the variables of all counts, in Keras' order. */
  static Map<Count, String> all() {
    return NAMES;
  }

  /** Returns the variables of some counts. */
  static Map<Count, String> of(Count first, Count second) {
    Map<Count, String> names = new EnumMap<>(Count.class);
    names.put(first, name(first));
    names.put(second, name(second));
    return names;
  }

  private static String name(Count count) {
    return count.name().toLowerCase(Locale.ROOT);
  }

  static Value stored(MetricState state, Count count) {
    return state.stored(name(count));
  }

  /** Returns the share of one count in the sum with another, 0 where both are 0. */
  static Value share(MetricState state, Count of, Count with) {
    Value part = stored(state, of);
    return Division.noNan(state.ops(), part, state.ops().add(part, stored(state, with)));
  }

  static Value recall(MetricState state) {
    return share(state, Count.TRUE_POSITIVES, Count.FALSE_NEGATIVES);
  }

  static Value precision(MetricState state) {
    return share(state, Count.TRUE_POSITIVES, Count.FALSE_POSITIVES);
  }

  static Value specificity(MetricState state) {
    return share(state, Count.TRUE_NEGATIVES, Count.FALSE_POSITIVES);
  }

  /** Returns the only element of a vector as a scalar, and a longer vector as it is. */
  static Value single(Ops ops, Value x) {
    return x.shape().length(0) == 1 ? ops.squeeze(x, 0) : x;
  }

  /** Returns the largest of the shares at those thresholds where another share is high enough. */
  static Value largestWhere(Ops ops, Value constrained, double atLeast, Value dependent) {
    Value zero = ops.scalar(dependent, 0);
    Value feasible = ops.greaterOrEqual(constrained, ops.scalar(constrained, atLeast));
    Value largest = ops.reduceMax(ops.where(feasible, dependent, zero), false, 0);
    return ops.max(largest, 0);
  }
}
