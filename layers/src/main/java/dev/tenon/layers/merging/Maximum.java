package dev.tenon.layers.merging;

import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.ShortName;
import java.util.List;

/**
 * Takes the largest of tensors element by element.
 *
 * <p>Inputs broadcast behind the batch; the mask hides what every input's mask hides.
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
