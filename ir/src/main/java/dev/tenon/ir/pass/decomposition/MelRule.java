package dev.tenon.ir.pass.decomposition;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Signal;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.pass.ExpansionContext;
import dev.tenon.tensor.DType;

/** Triangles over frequencies whose corners lie at equal steps of the mel scale. */
final class MelRule {
  /** A frequency in mel is this times the decimal logarithm of 1 + hertz / 700. */
  private static final double MELS = 2595;

  private static final double CORNER = 700;

  private MelRule() {}

  static Value matrix(ExpansionContext rule, Signal.MelWeightMatrix o) {
    Ops ops = rule.ops();
    Value bins = rule.length(rule.in(0));
    Value length = rule.length(rule.in(1));
    Value low = mels(rule, rule.in(3));
    Value high = mels(rule, rule.in(4));
    Value corners = rule.affine(bins, 1, 2);
    Value step = ops.div(ops.sub(high, low), ops.cast(corners, DType.FLOAT64));
    Value mels = ops.add(ops.mul(ops.cast(rule.positions(corners), DType.FLOAT64), step), low);
    Value hertz = ops.mul(ops.sub(ops.exp(ops.mul(mels, Math.log(10) / MELS)), 1), CORNER);
    Value scaled = ops.mul(hertz, ops.cast(ops.add(length, 1), DType.FLOAT64));
    Value rate = ops.cast(rule.length(rule.in(2)), DType.FLOAT64);
    Value places = ops.apply(new Unary.Floor(), ops.div(scaled, rate));
    Value lower = ops.slice(places, 0, 0, -2, 1);
    Value center = ops.slice(places, 0, 1, -1, 1);
    Value upper = ops.slice(places, 0, 2, Long.MAX_VALUE, 1);
    Value frequencies = rule.positions(rule.affine(ops.div(length, 2), 1, 1));
    Value row = ops.cast(rule.along(frequencies, 0, 2), DType.FLOAT64);
    Value rise = ops.sub(center, lower);
    Value zero = ops.scalar(DType.FLOAT64, 0);
    Value rising = ops.div(ops.sub(row, lower), ops.max(rise, 1));
    Value steep = ops.cast(ops.equal(row, center), DType.FLOAT64);
    Value within = ops.and(ops.greaterOrEqual(row, lower), ops.lessOrEqual(row, center));
    Value up = ops.where(ops.equal(rise, zero), steep, ops.where(within, rising, zero));
    Value falling = ops.div(ops.sub(upper, row), ops.max(ops.sub(upper, center), 1));
    Value beyond = ops.and(ops.greaterOrEqual(row, center), ops.less(row, upper));
    return ops.cast(ops.where(beyond, falling, up), o.dtype());
  }

  private static Value mels(ExpansionContext rule, Value hertz) {
    Ops ops = rule.ops();
    Value wide = rule.reshape(ops.cast(hertz, DType.FLOAT64), 1);
    return ops.mul(ops.log(ops.add(ops.div(wide, CORNER), 1)), MELS / Math.log(10));
  }
}
