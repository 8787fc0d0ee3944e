package dev.tenon.layers.merging;

import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.ShortName;
import java.util.List;

/**
 * Adds tensors.
 *
 * <p>Inputs broadcast behind the batch; the mask hides what every input's mask hides.
 *
 * @see <a href="https://keras.io/api/layers/merging_layers/add/">Keras: Add</a>
 */
@ShortName
public record Add() implements Merge, AddOptions {
  @Override
  public Value merge(Call call, List<Value> inputs) {
    return Merge.sum(call.ops(), inputs);
  }
}
