package dev.tenon.optimizers;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Unary;

/** What several schedules compute. */
final class Curve {
  private Curve() {}

  /** Returns how many stretches of steps are done, in whole numbers on a staircase. */
  static Value progress(Ops ops, Value step, double stretch, boolean staircase) {
    Value progress = ops.div(step, stretch);
    return staircase ? floor(ops, progress) : progress;
  }

  /** Returns 1 at a fraction of 0, 0 at a fraction of 1, and half a cosine between. */
  static Value cosine(Ops ops, Value fraction) {
    Value cosine = ops.apply(new Unary.Cos(), ops.mul(fraction, Math.PI));
    return ops.mul(ops.add(cosine, 1), 0.5);
  }

  static Value floor(Ops ops, Value x) {
    return ops.apply(new Unary.Floor(), x);
  }
}
