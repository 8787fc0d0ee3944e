package dev.tenon.layers.core;

import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Masks;
import dev.tenon.layers.common.NoWeights;
import dev.tenon.layers.common.ShortName;
import java.util.List;

/**
 * Returns its input unchanged.
 *
 * <p>Input of any shape; output of the same shape. Masks pass through.
 *
 * @see <a href="https://keras.io/api/layers/core_layers/identity/">Keras: Identity</a>
 */
@ShortName
public record Identity() implements NoWeights, IdentityOptions {
  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    if (Masks.ignored(call)) {
      call.setMask(null);
    }
    return List.copyOf(inputs);
  }

  @Override
  public MaskFlow maskFlow() {
    return MaskFlow.PASS;
  }
}
