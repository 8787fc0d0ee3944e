package dev.tenon.layers.core;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Unary;
import dev.tenon.tensor.DType;

/** Rounding to the numbers of float8_e4m3fn, which neither engine computes in. */
final class EightBitFloats {
  private static final double GREATEST = 448;
  private static final int LEAST_EXPONENT = -6;
  private static final int GREATEST_EXPONENT = 8;
  private static final int DIGITS = 3;

  private EightBitFloats() {}

  /** Returns a tensor in units of a scale, rounded to eight bits, and brought back. */
  static Value through(Ops ops, Value x, Value scale, DType compute) {
    Value unit = ops.cast(scale, compute);
    Value units = ops.clip(ops.div(x, unit), -GREATEST, GREATEST);
    return ops.mul(ops.cast(rounded(ops, ops.cast(units, DType.FLOAT32)), compute), unit);
  }

  /** Rounds to the nearest number with three binary digits behind the first one, ties to even. */
  private static Value rounded(Ops ops, Value x) {
    Value size = ops.abs(x);
    Value step = ops.scalar(x, Math.scalb(1.0, LEAST_EXPONENT - DIGITS));
    for (int exponent = LEAST_EXPONENT + 1; exponent <= GREATEST_EXPONENT; exponent++) {
      Value beyond = ops.greaterOrEqual(size, ops.scalar(x, Math.scalb(1.0, exponent)));
      step = ops.where(beyond, ops.scalar(x, Math.scalb(1.0, exponent - DIGITS)), step);
    }
    return ops.mul(ops.apply(new Unary.Round(), ops.div(x, step)), step);
  }
}
