package dev.tenon.optimizers;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Unary;
import dev.tenon.tensor.DType;

/** The running averages that most optimizers are made of. */
final class MovingAverages {
  private MovingAverages() {}

  /** slot ← slot + (now − slot) · share; returns the new content. */
  static Value follow(OptimizerStep step, Parameter weight, String slot, Value now, double share) {
    return follow(step, weight, slot, now, step.ops().scalar(now, share));
  }

  /** slot ← slot + (now − slot) · share; returns the new content. */
  static Value follow(OptimizerStep step, Parameter weight, String slot, Value now, Value share) {
    Ops ops = step.ops();
    Value old = step.readSlot(weight, slot);
    Value next = ops.add(old, ops.mul(ops.sub(now, old), share));
    step.assignSlot(weight, slot, next);
    return next;
  }

  /** slot ← rho · slot + (1 − rho) · now; returns the new content. */
  static Value decay(OptimizerStep step, Parameter weight, String slot, Value now, double rho) {
    Ops ops = step.ops();
    Value old = step.readSlot(weight, slot);
    Value next = ops.add(ops.mul(old, rho), ops.mul(now, 1 - rho));
    step.assignSlot(weight, slot, next);
    return next;
  }

  /** Returns the number of this step, from 1, in an element type. */
  static Value number(OptimizerStep step, DType dtype) {
    return step.once("number/" + dtype, () -> step.ops().cast(step.number(), dtype));
  }

  /** Returns a number to the power of the number of this step. */
  static Value power(OptimizerStep step, DType dtype, double base) {
    return step.once(
        "power/" + base + "/" + dtype,
        () -> step.ops().pow(step.ops().scalar(dtype, base), number(step, dtype)));
  }

  /** Returns the learning rate in a weight's element type. */
  static Value rate(OptimizerStep step, Parameter weight) {
    return step.once(
        "rate/" + weight.dtype(), () -> step.ops().cast(step.learningRate(), weight.dtype()));
  }

  static Value square(Ops ops, Value x) {
    return ops.mul(x, x);
  }

  static Value sign(Ops ops, Value x) {
    return ops.apply(new Unary.Sign(), x);
  }

  /** Returns the sum of all elements, as a scalar. */
  static Value sum(Ops ops, Value x) {
    return x.rank() == 0 ? x : ops.reduceSum(x, false, axes(x));
  }

  /** Returns the mean of all elements, as a scalar. */
  static Value mean(Ops ops, Value x) {
    return x.rank() == 0 ? x : ops.reduceMean(x, false, axes(x));
  }

  private static long[] axes(Value x) {
    long[] axes = new long[x.rank()];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = i;
    }
    return axes;
  }
}
