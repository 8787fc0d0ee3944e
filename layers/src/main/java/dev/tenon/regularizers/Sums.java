package dev.tenon.regularizers;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Reduction;

/** The sums that penalties are made of. */
final class Sums {
  private Sums() {}

  static Value magnitudes(Ops ops, Value x, double factor) {
    return ops.mul(ops.apply(new Reduction.ReduceSum(0, 0), ops.abs(x)), factor);
  }

  static Value squares(Ops ops, Value x, double factor) {
    return ops.mul(ops.apply(new Reduction.ReduceSum(0, 0), ops.mul(x, x)), factor);
  }
}
