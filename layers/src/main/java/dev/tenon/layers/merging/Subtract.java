package dev.tenon.layers.merging;

import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.ShortName;
import java.util.List;

/**
 * Subtracts the second of two tensors from the first.
 *
 * <p>Inputs, output shape and masks are those of {@link Add}. A call with other than two inputs
 * fails with an {@link IllegalArgumentException}.
 *
 * @see <a href="https://keras.io/api/layers/merging_layers/subtract/">Keras: Subtract</a>
 */
@ShortName
public record Subtract() implements Merge, SubtractOptions {
  @Override
  public Value merge(Call call, List<Value> inputs) {
    if (inputs.size() != 2) {
      throw new IllegalArgumentException("Subtract takes two inputs, it gets " + inputs.size());
    }
    return call.ops().sub(inputs.get(0), inputs.get(1));
  }
}
