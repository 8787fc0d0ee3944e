package dev.tenon.layers.common;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;

/** Activations that are arithmetic and that ONNX has no operator for. */
final class Curves {
  private Curves() {}

  static Value sparseSigmoid(Ops ops, Value x) {
    return ops.clip(ops.mul(ops.add(x, 1), 0.5), 0, 1);
  }

  static Value sparsePlus(Ops ops, Value x) {
    Value shifted = ops.add(x, 1);
    Value parabola = ops.mul(ops.mul(shifted, shifted), 0.25);
    Value upper = ops.where(ops.less(x, ops.scalar(x, 1)), parabola, x);
    return ops.where(ops.lessOrEqual(x, ops.scalar(x, -1)), ops.scalar(x, 0), upper);
  }

  static Value squareplus(Ops ops, Value x, double b) {
    return ops.div(ops.add(x, ops.sqrt(ops.add(ops.mul(x, x), b))), 2);
  }
}
