package dev.tenon.losses;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;

/** Division as Keras does it where nothing may have been counted. */
public final class Division {
  private Division() {}

  /** Returns a / b, and 0 where b is 0. */
  public static Value noNan(Ops ops, Value a, Value b) {
    Value zero = ops.scalar(b, 0);
    Value nothing = ops.equal(b, zero);
    Value quotient = ops.div(a, ops.where(nothing, ops.scalar(b, 1), b));
    return ops.where(nothing, zero, quotient);
  }
}
