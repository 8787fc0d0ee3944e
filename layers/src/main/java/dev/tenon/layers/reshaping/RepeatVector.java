package dev.tenon.layers.reshaping;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Call;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Ops;
import dev.tenon.layers.common.NoWeights;
import dev.tenon.layers.common.Ranks;
import dev.tenon.layers.common.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * Makes a sequence of one vector repeated.
 *
 * <p>Input (batch, features), output (batch, n, features).
 *
 * @see <a href="https://keras.io/api/layers/reshaping_layers/repeat_vector/">Keras:
 *     RepeatVector</a>
 */
@RecordBuilder
@ShortName("n")
public record RepeatVector(long n) implements NoWeights, RepeatVectorBuilder.With {

  /** A sequence of one; Keras has no default. */
  public static final RepeatVector DEFAULTS = new RepeatVector(1);

  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    Ranks.require(inputs.get(0).shape(), 2);
    Ops ops = call.ops();
    Value row = ops.unsqueeze(inputs.get(0), 1);
    return List.of(ops.apply(new Movement.Tile(), row, ops.longs(1, n, 1)));
  }
}
