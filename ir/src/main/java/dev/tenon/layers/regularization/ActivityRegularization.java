package dev.tenon.layers.regularization;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Call;
import dev.tenon.ir.layer.Ops;
import dev.tenon.ir.op.Reduction;
import dev.tenon.layers.NoWeights;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * Hands its input on and, in training, adds its size to the loss.
 *
 * <p>The loss grows by {@code l1} times the sum of the magnitudes and {@code l2} times the sum of
 * the squares, over the whole batch, as in Keras 3.
 *
 * @see <a href="https://keras.io/api/layers/regularization_layers/activity_regularization/">Keras:
 *     ActivityRegularization</a>
 */
@RecordBuilder
public record ActivityRegularization(double l1, double l2)
    implements NoWeights, ActivityRegularizationBuilder.With {

  /** Keras' defaults. */
  public static final ActivityRegularization DEFAULTS = new ActivityRegularization(0, 0);

  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    Value x = inputs.get(0);
    if (call.training()) {
      Ops ops = call.ops();
      if (l1 != 0) {
        Value sum = ops.apply(new Reduction.ReduceSum(0, 0), ops.abs(x));
        call.addLoss(ops.mul(sum, l1));
      }
      if (l2 != 0) {
        Value sum = ops.apply(new Reduction.ReduceSum(0, 0), ops.mul(x, x));
        call.addLoss(ops.mul(sum, l2));
      }
    }
    return List.of(x);
  }

  @Override
  public MaskFlow maskFlow() {
    return MaskFlow.PASS;
  }
}
