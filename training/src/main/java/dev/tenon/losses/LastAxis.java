package dev.tenon.losses;

import dev.tenon.config.Config;
import dev.tenon.internal.operators.SameRank;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Unary;

/** What losses of numbers have in common: a formula for each element, then the mean. */
final class LastAxis {
  private LastAxis() {}

  /** What one element costs. */
  interface Formula {
    Value of(Ops ops, Value target, Value prediction);
  }

  /** Returns the mean of a formula over the last axis, after fitting the ranks. */
  static Value mean(LossCall call, Value target, Value prediction, Formula formula) {
    Ops ops = call.ops();
    SameRank same = SameRank.of(ops, ops.cast(target, prediction.dtype()), prediction);
    return ops.reduceMean(formula.of(ops, same.first(), same.second()), false, -1);
  }

  static Value square(Ops ops, Value x) {
    return ops.mul(x, x);
  }

  /** Divides vectors by their length, which is at least Keras' epsilon. */
  static Value unit(Ops ops, Value x, long axis) {
    Value squares = ops.reduceSum(square(ops, x), true, axis);
    Value inverse = ops.apply(new Unary.Reciprocal(), ops.sqrt(squares));
    return ops.mul(x, ops.min(inverse, 1 / Config.epsilon()));
  }
}
