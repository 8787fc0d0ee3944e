package dev.tenon.losses;

import dev.tenon.config.Config;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Unary;
import org.jspecify.annotations.Nullable;

/** What crossentropies have in common: logits behind probabilities, and limited probabilities. */
final class Logits {
  private Logits() {}

  /**
   * Returns the logits of a prediction: itself where it is said to be logits, else what goes into
   * the Softmax or Sigmoid that made it; null where there is none.
   *
   * <p>As Keras' TensorFlow backend, this takes the input of either function for either loss, and
   * does so as well where the prediction is said to be logits.
   */
  static @Nullable Value of(LossCall call, Value prediction, boolean fromLogits) {
    OperatorNode node = call.producer(prediction);
    if (node != null
        && (node.operator() instanceof Activations.Softmax
            || node.operator() instanceof Unary.Sigmoid)) {
      return node.input(0);
    }
    return fromLogits ? prediction : null;
  }

  /** Keeps probabilities away from 0 and 1, where logarithms end. */
  static Value limited(Ops ops, Value probabilities) {
    return ops.clip(probabilities, Config.epsilon(), 1 - Config.epsilon());
  }

  /** Divides by the sum along an axis, then limits: the crossentropy of probabilities. */
  static Value shares(Ops ops, Value prediction, long axis) {
    return limited(ops, ops.div(prediction, ops.reduceSum(prediction, true, axis)));
  }

  /** Moves some of the weight of the true class to all classes alike. */
  static Value smoothed(Ops ops, Value target, double smoothing) {
    if (smoothing == 0) {
      return target;
    }
    long classes = target.shape().length(-1);
    Value kept = ops.mul(target, 1 - smoothing);
    if (classes >= 0) {
      return ops.add(kept, smoothing / classes);
    }
    Value count = ops.cast(ops.length(target, -1), target.dtype());
    return ops.add(kept, ops.div(ops.scalar(target, smoothing), count));
  }

  /** Moves some of the weight of two classes to the middle. */
  static Value smoothedBinary(Ops ops, Value target, double smoothing) {
    return smoothing == 0 ? target : ops.add(ops.mul(target, 1 - smoothing), 0.5 * smoothing);
  }

  /** Says how far each probability is off, without a mean; logits are used where there are some. */
  static Value binary(Ops ops, Value target, Value prediction, @Nullable Value logits) {
    if (logits == null) {
      Value p = limited(ops, prediction);
      Value hit = ops.mul(target, ops.log(p));
      Value miss = ops.mul(ops.sub(1, target), ops.log(ops.sub(1, p)));
      return ops.neg(ops.add(hit, miss));
    }
    // Branches rather than max and abs, whose gradients at 0 are not those of the whole.
    Value zero = ops.scalar(logits, 0);
    Value positive = ops.greaterOrEqual(logits, zero);
    Value above = ops.where(positive, logits, zero);
    Value low = ops.where(positive, ops.neg(logits), logits);
    Value line = ops.sub(above, ops.mul(logits, target));
    return ops.add(line, ops.apply(new Unary.Softplus(), low));
  }
}
