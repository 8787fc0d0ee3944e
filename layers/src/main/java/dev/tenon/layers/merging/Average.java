package dev.tenon.layers.merging;

import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.ShortName;
import dev.tenon.tensor.DType;
import java.util.List;

/**
 * Computes the mean of tensors element by element.
 *
 * <p>Inputs, output shape and masks are those of {@link Add}. Integers give real numbers.
 *
 * @see <a href="https://keras.io/api/layers/merging_layers/average/">Keras: Average</a>
 */
@ShortName
public record Average() implements Merge, AverageOptions {
  @Override
  public Value merge(Call call, List<Value> inputs) {
    Value sum = Merge.sum(call.ops(), inputs);
    if (!sum.dtype().isFloating()) {
      // TensorFlow's division of integers, which Keras takes here.
      sum = call.ops().cast(sum, sum.dtype().bytes() < 4 ? DType.FLOAT32 : DType.FLOAT64);
    }
    return call.ops().div(sum, inputs.size());
  }
}
