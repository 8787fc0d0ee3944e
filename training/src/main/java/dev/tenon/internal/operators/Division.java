package dev.tenon.internal.operators;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;

/** Division that returns 0 for a divisor of 0, as in Keras' weighted means. */
public final class Division {
  private Division() {}

  /**
   * Returns {@code a / b}, and 0 where {@code b} is 0.
   *
   * @param ops the operators
   * @param a the dividend
   * @param b the divisor
   */
  public static Value noNan(Ops ops, Value a, Value b) {
    Value zero = ops.scalar(b, 0);
    Value nothing = ops.equal(b, zero);
    Value quotient = ops.div(a, ops.where(nothing, ops.scalar(b, 1), b));
    return ops.where(nothing, zero, quotient);
  }
}
