package dev.tenon.layers.core;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.Masks;
import dev.tenon.layers.common.NoWeights;
import dev.tenon.layers.common.ShortName;
import dev.tenon.tensor.DType;
import java.util.List;

/**
 * Masks the time steps whose features all equal one value, and sets their features to 0.
 *
 * <p>Input and output (batch, time, features); the mask is (batch, time).
 *
 * @param maskValue the value that marks a masked step
 * @see <a href="https://keras.io/api/layers/core_layers/masking/">Keras: Masking</a>
 */
@ShortName(value = "maskValue", required = 0)
public record Masking(@Default("0") double maskValue) implements NoWeights, MaskingOptions {
  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    Ops ops = call.ops();
    Value given = inputs.get(0);
    DType type = given.dtype();
    // ONNX Runtime chooses between few of the integers. Truth values become integers in Keras, too.
    boolean small = type.isInteger() && type != DType.INT64;
    Value x = small || type == DType.BOOL ? ops.cast(given, DType.INT32) : given;
    Value counts = Masks.any(ops, ops.not(ops.equal(x, ops.scalar(x, maskValue))), true, -1);
    call.setMask(ops.squeeze(counts, -1));
    Value y = ops.where(counts, x, ops.scalar(x, 0));
    return List.of(small ? ops.cast(y, type) : y);
  }

  @Override
  public MaskFlow maskFlow() {
    return MaskFlow.PASS;
  }
}
