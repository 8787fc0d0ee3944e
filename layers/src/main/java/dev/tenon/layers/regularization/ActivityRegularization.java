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
 * Returns its input and adds a penalty on it to the training loss.
 *
 * <p>Input of any shape; output of the same shape. The loss grows by {@code (l1 * sum(|x|) + l2 *
 * sum(x²)) / batch}. Masks pass through.
 *
 * @param l1 the factor of the sum of magnitudes
 * @param l2 the factor of the sum of squares
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
