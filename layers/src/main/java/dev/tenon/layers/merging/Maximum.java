package dev.tenon.layers.merging;

import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.ShortName;
import java.util.List;

/**
 * Computes the largest of several tensors element by element.
 *
 * <p>Inputs, output shape and masks are those of {@link Add}. A masked element does not count.
 *
 * @see <a href="https://keras.io/api/layers/merging_layers/maximum/">Keras: Maximum</a>
 */
@ShortName
public record Maximum() implements Merge, MaximumOptions {
  @Override
  public Value merge(Call call, List<Value> inputs) {
    return Merge.extreme(call, inputs, call.ops()::max);
  }
}
