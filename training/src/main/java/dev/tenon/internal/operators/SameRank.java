package dev.tenon.internal.operators;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;

/**
 * Two values of equal rank: a last axis of length 1 was added or removed where the ranks differed
 * by one.
 *
 * @param first the first value
 * @param second the second value
 */
public record SameRank(Value first, Value second) {
  /**
   * Matches the ranks of a target and a prediction as Keras' losses do; a vector gains an axis.
   *
   * @param ops the operators
   * @param first the first value
   * @param second the second value
   * @return the two values; unchanged where the ranks differ by more than one or no axis has length
   *     1
   */
  public static SameRank of(Ops ops, Value first, Value second) {
    return of(ops, first, second, true);
  }

  /**
   * Matches the ranks of two values.
   *
   * @param ops the operators
   * @param first the first value
   * @param second the second value
   * @param expandRank1 whether a vector gains a last axis; otherwise the other value loses its own
   * @return the two values; unchanged where the ranks differ by more than one or no axis has length
   *     1
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
