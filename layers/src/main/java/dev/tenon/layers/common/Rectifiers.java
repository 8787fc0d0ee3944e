package dev.tenon.layers.common;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import org.jspecify.annotations.Nullable;

/** Piecewise linear activations: the ReLU family and the shrinking functions. */
public final class Rectifiers {
  private static final double SELU_ALPHA = 1.6732632423543772;
  private static final double SELU_SCALE = 1.0507009873554805;

  private Rectifiers() {}

  /**
   * Applies Keras' relu with all its options.
   *
   * @param negativeSlope the slope below the threshold
   * @param maxValue the upper bound, or null for none
   * @param threshold the value up to which x counts as negative
   */
  public static Value relu(
      Ops ops, Value x, double negativeSlope, @Nullable Double maxValue, double threshold) {
    if (negativeSlope != 0 && maxValue == null && threshold == 0) {
      return leakyRelu(ops, x, negativeSlope);
    }
    Value positive = x;
    if (threshold != 0) {
      positive = ops.apply(new Activations.ThresholdedRelu((float) threshold), x);
    } else if (maxValue == null) {
      // ONNX's Relu takes no numbers without a sign, which it would not change.
      positive = x.dtype().isUnsigned() ? x : ops.relu(x);
    }
    if (maxValue != null) {
      positive = ops.clip(positive, 0, maxValue);
    }
    if (negativeSlope == 0) {
      return positive;
    }
    Value below = threshold == 0 ? ops.neg(x) : ops.sub(threshold, x);
    return ops.sub(positive, ops.mul(ops.relu(below), negativeSlope));
  }

  /** Multiplies negative elements by a slope. */
  public static Value leakyRelu(Ops ops, Value x, double slope) {
    return ops.apply(new Activations.LeakyRelu((float) slope), x);
  }

  /** Applies {@code alpha * (exp(x) - 1)} to negative elements. */
  public static Value elu(Ops ops, Value x, double alpha) {
    return ops.apply(new Activations.Elu((float) alpha), x);
  }

  static Value selu(Ops ops, Value x) {
    return ops.apply(new Activations.Selu((float) SELU_ALPHA, (float) SELU_SCALE), x);
  }

  /** Keeps elements above a threshold and replaces all others by a number. */
  public static Value threshold(Ops ops, Value x, double threshold, double otherwise) {
    if (otherwise == 0) {
      return ops.apply(new Activations.ThresholdedRelu((float) threshold), x);
    }
    return ops.where(ops.greater(x, ops.scalar(x, threshold)), x, ops.scalar(x, otherwise));
  }

  static Value hardShrink(Ops ops, Value x, double threshold) {
    return ops.apply(new Activations.Shrink(0, (float) threshold), x);
  }

  static Value softShrink(Ops ops, Value x, double threshold) {
    return ops.apply(new Activations.Shrink((float) threshold, (float) threshold), x);
  }
}
