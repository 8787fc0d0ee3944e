package dev.tenon.layers.regularization;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.NoWeights;
import dev.tenon.layers.common.ShortName;
import java.util.List;
import java.util.Map;

/**
 * Hands its input on and, in training, adds its size to the loss.
 *
 * <p>The loss grows by {@code l1} times the sum of the magnitudes and {@code l2} times the sum of
 * the squares, divided by the batch size.
 *
 * @see <a href="https://keras.io/api/layers/regularization_layers/activity_regularization/">Keras:
 *     ActivityRegularization</a>
 */
@ShortName(
    value = {"l1", "l2"},
    required = 0)
public record ActivityRegularization(@Default("0") double l1, @Default("0") double l2)
    implements NoWeights, ActivityRegularizationOptions {
  @Override
  public KerasObject activityRegularizer() {
    return new KerasObject("L1L2", Map.of("l1", l1, "l2", l2));
  }

  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    return List.of(inputs.get(0));
  }

  @Override
  public MaskFlow maskFlow() {
    return MaskFlow.PASS;
  }
}
