package dev.tenon.losses;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Reduction;

/** What hinge losses have in common. */
final class HingeTerms {
  private HingeTerms() {}

  /** Returns how much of the margin 1 each prediction misses. */
  static Value missed(LossCall call, Value target, Value prediction) {
    Ops ops = call.ops();
    Value sides = sides(ops, ops.cast(target, prediction.dtype()));
    return ops.max(ops.sub(1, ops.mul(sides, prediction)), 0);
  }

  /** Turns 0 and 1 into −1 and 1 where all targets of the batch are one of them. */
  private static Value sides(Ops ops, Value t) {
    Value either = ops.or(ops.equal(t, ops.scalar(t, 0)), ops.equal(t, ops.scalar(t, 1)));
    Value binary = ops.apply(new Reduction.ReduceMin(0, 0), either);
    return ops.where(binary, ops.sub(ops.mul(t, 2), 1), t);
  }
}
