package dev.tenon.ir.lower;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Value;
import dev.tenon.regularizers.Regularizers;
import java.util.List;

/**
 * The penalty on a layer's outputs in the training loss.
 *
 * @see <a href="https://keras.io/api/layers/regularizers/">Keras: regularizers</a>
 */
final class ActivityLoss {
  private ActivityLoss() {}

  /** Returns the penalty of an output, divided by the batch size as Keras does. */
  static List<Value> of(Ops ops, KerasObject regularizer, Value output) {
    if (!output.dtype().isFloating()) {
      return List.of();
    }
    Value sum = Regularizers.penalty(ops, regularizer, output);
    if (output.rank() == 0) {
      return List.of(sum);
    }
    Value batch = ops.cast(ops.squeeze(ops.length(output, 0), 0), output.dtype());
    // An empty batch adds nothing, rather than a number that is none.
    return List.of(ops.div(sum, ops.max(batch, 1)));
  }
}
