package dev.tenon.layers.merging;

import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.ShortName;
import java.util.List;

/**
 * Computes the smallest of several tensors element by element.
 *
 * <p>Inputs, output shape and masks are those of {@link Add}. A masked element does not count.
 *
 * @see <a href="https://keras.io/api/layers/merging_layers/minimum/">Keras: Minimum</a>
 */
@ShortName
public record Minimum() implements Merge, MinimumOptions {
  @Override
  public Value merge(Call call, List<Value> inputs) {
    return Merge.extreme(call, inputs, call.ops()::min);
  }
}
