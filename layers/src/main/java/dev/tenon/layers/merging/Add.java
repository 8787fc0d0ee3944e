package dev.tenon.layers.merging;

import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.ShortName;
import java.util.List;

/**
 * Adds tensors element by element.
 *
 * <p>Inputs of equal shape after broadcasting; an input with fewer axes gets axes behind the batch.
 * If every input has a mask, an entry of the output is masked where all inputs mask it.
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
