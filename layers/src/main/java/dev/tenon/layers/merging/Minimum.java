package dev.tenon.layers.merging;

import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.ShortName;
import java.util.List;

/**
 * Takes the smallest of tensors element by element.
 *
 * <p>Inputs broadcast behind the batch; the mask hides what every input's mask hides.
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
