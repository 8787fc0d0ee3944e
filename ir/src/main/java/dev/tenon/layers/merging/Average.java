package dev.tenon.layers.merging;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Call;
import dev.tenon.layers.ShortName;
import java.util.List;

/**
 * Takes the mean of tensors element by element.
 *
 * <p>Inputs broadcast behind the batch; the mask hides what every input's mask hides.
 *
 * @see <a href="https://keras.io/api/layers/merging_layers/average/">Keras: Average</a>
 */
@ShortName
public record Average() implements Merge {

  /** The layer. */
  public static final Average DEFAULTS = new Average();

  @Override
  public Value merge(Call call, List<Value> inputs) {
    return call.ops().div(Merge.sum(call.ops(), inputs), inputs.size());
  }
}
