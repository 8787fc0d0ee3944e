package dev.tenon.losses;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;

/**
 * Two values, of which one lost or gained a last axis of length 1 where their ranks differed by it.
 *
 * @param first the first value
 * @param second the second value
 */
public record SameRank(Value first, Value second) {
  /** Fits two values as Keras does before it compares a target with a prediction. */
  public static SameRank of(Ops ops, Value first, Value second) {
    return of(ops, first, second, true);
  }

  /**
   * Fits two values.
   *
   * @param expandRank1 whether a vector gains an axis, rather than that the other one loses its own
   */
  public static SameRank of(Ops ops, Value first, Value second, boolean expandRank1) {
    if (first.rank() == second.rank() + 1) {
      SameRank swapped = shorter(ops, second, first, expandRank1);
      return new SameRank(/* first= */ swapped.second, /* second= */ swapped.first);
    }
    if (second.rank() == first.rank() + 1) {
      return shorter(ops, first, second, expandRank1);
    }
    return new SameRank(first, second);
  }

  private static SameRank shorter(Ops ops, Value low, Value high, boolean expandRank1) {
    if (high.shape().length(-1) != 1) {
      return new SameRank(low, high);
    }
    return low.rank() == 1 && expandRank1
        ? new SameRank(ops.unsqueeze(low, -1), high)
        : new SameRank(low, ops.squeeze(high, -1));
  }
}
