package dev.tenon.layers.reshaping;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Movement;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.DataFormat;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.NoWeights;
import dev.tenon.layers.common.ShortName;
import java.util.List;

/**
 * Merges all axes but the batch axis into one.
 *
 * <p>Input (batch, …), output (batch, elements). With {@code channels_first} the channel axis moves
 * to the end first, so that both formats give one order.
 *
 * @see <a href="https://keras.io/api/layers/reshaping_layers/flatten/">Keras: Flatten</a>
 */
@ShortName
public record Flatten(@Default("channels_last") String dataFormat)
    implements NoWeights, FlattenOptions {
  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    Value x = inputs.get(0);
    if (!DataFormat.of(dataFormat).last() && x.rank() > 2) {
      int[] perm = new int[x.rank()];
      for (int i = 1; i < perm.length; i++) {
        perm[i] = i == perm.length - 1 ? 1 : i + 1;
      }
      x = call.ops().transpose(x, perm);
    }
    if (x.rank() == 1) {
      return List.of(call.ops().unsqueeze(x, 1));
    }
    return List.of(call.ops().apply(new Movement.Flatten(1), x));
  }
}
