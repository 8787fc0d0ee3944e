package dev.tenon.layers.merging;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Masks;
import dev.tenon.layers.common.ShortName;
import java.util.List;
import java.util.Objects;

/**
 * Multiplies tensors element by element.
 *
 * <p>Inputs, output shape and masks are those of {@link Add}. A masked element counts as 1.
 *
 * @see <a href="https://keras.io/api/layers/merging_layers/multiply/">Keras: Multiply</a>
 */
@ShortName
public record Multiply() implements Merge, MultiplyOptions {
  @Override
  public Value merge(Call call, List<Value> inputs) {
    Ops ops = call.ops();
    Value product = null;
    Value mask = null;
    boolean all = true;
    for (int i = 0; i < inputs.size(); i++) {
      Value x = inputs.get(i);
      Value own = Masks.joinedByAnd(call) ? null : call.mask(i);
      all &= own != null;
      if (own != null) {
        Value counts = ops.unsqueeze(own, -1);
        // What a mask hides is a factor of 1.
        x = ops.where(counts, x, ops.scalar(x, 1));
        mask = mask == null ? counts : ops.or(mask, counts);
      }
      product = product == null ? x : ops.mul(product, x);
    }
    Value result = Objects.requireNonNull(product);
    return all && mask != null ? ops.where(mask, result, ops.scalar(result, 0)) : result;
  }
}
