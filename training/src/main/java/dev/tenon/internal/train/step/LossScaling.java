package dev.tenon.internal.train.step;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.op.Unary;
import dev.tenon.optimizers.WeightGradient;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Collection;

/** Writes how the scale of the loss changes in a step of Keras' LossScaleOptimizer. */
record LossScaling(Ops ops, OptimizerStepGraph step, OptimizerVariables variables) {
  /** Returns whether all elements of all gradients are finite, a bool scalar. */
  static Value allFinite(Ops ops, Collection<WeightGradient> gradients) {
    Value broken = null;
    for (WeightGradient gradient : gradients) {
      Value x = gradient.values();
      Value odd = ops.or(ops.apply(new Unary.IsNaN(), x), ops.apply(new Unary.IsInf(1, 1), x));
      Value count = ops.apply(new Reduction.ReduceSum(0, 0), ops.cast(odd, DType.FLOAT32));
      broken = broken == null ? count : ops.add(broken, count);
    }
    return broken == null
        ? ops.constant(Tensor.scalar(DType.BOOL, 1))
        : ops.equal(broken, ops.scalar(broken, 0));
  }

  /** Halves the scale, or counts the step and doubles the scale where it is due. */
  void write(Value finite, long growthSteps) {
    Value counter = step.get(variables.scaleCounter());
    Value scale = step.get(variables.dynamicScale());
    Value due = ops.equal(counter, whole(growthSteps - 1));
    Value counted = ops.where(due, whole(0), ops.add(counter, whole(1)));
    step.set(variables.scaleCounter(), ops.where(finite, counted, whole(0)));
    Value grown = ops.where(due, ops.mul(scale, 2), scale);
    step.set(variables.dynamicScale(), ops.where(finite, grown, ops.mul(scale, 0.5)));
  }

  private Value whole(long number) {
    return ops.constant(Tensor.scalar(DType.INT64, number));
  }
}
