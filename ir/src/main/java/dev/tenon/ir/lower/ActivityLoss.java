package dev.tenon.ir.lower;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Ops;
import dev.tenon.ir.op.Reduction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a layer's outputs add to the loss in training.
 *
 * @see <a href="https://keras.io/api/layers/regularizers/">Keras: regularizers</a>
 */
final class ActivityLoss {
  /** Keras' strength where a regularizer names none. */
  private static final double STRENGTH = 0.01;

  private ActivityLoss() {}

  /** Returns one scalar for each norm of an output, divided by the batch size as Keras does. */
  static List<Value> of(Ops ops, KerasObject regularizer, Value output) {
    List<Value> losses = new ArrayList<>();
    if (!output.dtype().isFloating()) {
      return losses;
    }
    String name = regularizer.className().toLowerCase(Locale.ROOT);
    boolean both = name.equals("l1l2") || name.equals("l1_l2");
    if (!both && !name.equals("l1") && !name.equals("l2")) {
      throw new UnsupportedModelException(
          "activity_regularizer '"
              + regularizer.className()
              + "' is not supported in training; L1, L2 and L1L2 are");
    }
    double l1 = name.equals("l2") ? 0 : strength(regularizer, "l1", both ? 0 : STRENGTH);
    double l2 = name.equals("l1") ? 0 : strength(regularizer, "l2", both ? 0 : STRENGTH);
    if (l1 != 0) {
      losses.add(mean(ops, ops.abs(output), output, l1));
    }
    if (l2 != 0) {
      losses.add(mean(ops, ops.mul(output, output), output, l2));
    }
    return losses;
  }

  private static double strength(KerasObject regularizer, String key, double otherwise) {
    return regularizer.config().get(key) instanceof Number given ? given.doubleValue() : otherwise;
  }

  private static Value mean(Ops ops, Value sizes, Value output, double strength) {
    Value sum = ops.mul(ops.apply(new Reduction.ReduceSum(0, 0), sizes), strength);
    if (output.rank() == 0) {
      return sum;
    }
    Value batch = ops.cast(ops.squeeze(ops.length(output, 0), 0), output.dtype());
    // An empty batch adds nothing, rather than a number that is none.
    return ops.div(sum, ops.max(batch, 1));
  }
}
