package dev.tenon.layers.reshaping;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Movement;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.NoWeights;
import dev.tenon.layers.common.Ranks;
import dev.tenon.layers.common.ShortName;
import java.util.List;

/**
 * Repeats a vector along a new time axis.
 *
 * <p>Input (batch, features), output (batch, n, features).
 *
 * @param n the number of repetitions
 * @see <a href="https://keras.io/api/layers/reshaping_layers/repeat_vector/">Keras:
 *     RepeatVector</a>
 */
@ShortName("n")
public record RepeatVector(@Default("1") long n) implements NoWeights, RepeatVectorOptions {
  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    Ranks.require(inputs.get(0).shape(), 2);
    Ops ops = call.ops();
    Value row = ops.unsqueeze(inputs.get(0), 1);
    return List.of(ops.apply(new Movement.Tile(), row, ops.longs(1, n, 1)));
  }
}
