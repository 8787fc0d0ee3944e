package dev.tenon.layers.core;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.tensor.DType;

/** Weights of which neighbours share a scale and a zero point. */
final class Groups {
  private Groups() {}

  /**
   * Returns what whole numbers stand for.
   *
   * @param numbers a matrix
   * @param scale the scale of each group
   * @param zero the number that stands for 0 in each group
   * @param groups the group of each position along the axis
   */
  static Value weights(
      Call call, Value numbers, Parameter scale, Parameter zero, Parameter groups, int axis) {
    Ops ops = call.ops();
    Value at = ops.cast(call.stored(groups), DType.INT32);
    return weights(ops, numbers, call.read(scale), call.stored(zero), at, axis);
  }

  /** Returns what whole numbers stand for, of values in place of parameters. */
  static Value weights(Ops ops, Value numbers, Value scale, Value zero, Value groups, int axis) {
    Value scales = ops.gather(scale, groups, axis);
    Value zeros = ops.gather(zero, groups, axis);
    Value shifted = ops.sub(ops.cast(numbers, scales.dtype()), ops.cast(zeros, scales.dtype()));
    return ops.mul(shifted, scales);
  }
}
