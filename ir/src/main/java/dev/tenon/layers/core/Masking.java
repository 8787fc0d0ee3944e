package dev.tenon.layers.core;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Call;
import dev.tenon.ir.layer.Ops;
import dev.tenon.layers.Masks;
import dev.tenon.layers.NoWeights;
import dev.tenon.layers.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * Masks the time steps whose features all equal a number, and sets these features to 0.
 *
 * <p>Input and output (batch, time, features); the mask is (batch, time).
 *
 * @see <a href="https://keras.io/api/layers/core_layers/masking/">Keras: Masking</a>
 */
@RecordBuilder
@ShortName(value = "maskValue", required = 0)
public record Masking(double maskValue) implements NoWeights, MaskingBuilder.With {

  /** Keras' defaults. */
  public static final Masking DEFAULTS = new Masking(0);

  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    Ops ops = call.ops();
    Value x = inputs.get(0);
    Value counts = Masks.any(ops, ops.not(ops.equal(x, ops.scalar(x, maskValue))), true, -1);
    call.setMask(ops.squeeze(counts, -1));
    return List.of(ops.where(counts, x, ops.scalar(x, 0)));
  }

  @Override
  public MaskFlow maskFlow() {
    return MaskFlow.PASS;
  }
}
