package dev.tenon.layers.reshaping;

import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.DataFormat;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.NoWeights;
import dev.tenon.layers.common.ShortName;
import java.util.List;

/**
 * Enlarges sequences by repeating every step.
 *
 * <p>Input (batch, steps, channels), output (batch, steps * size, channels).
 *
 * @param size the factor
 * @see <a href="https://keras.io/api/layers/reshaping_layers/up_sampling1d/">Keras:
 *     UpSampling1D</a>
 */
@ShortName(value = "size", required = 0)
public record UpSampling1D(@Default("2") long size) implements NoWeights, UpSampling1DOptions {
  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    return List.of(
        SpatialUpsampling.apply(
            call.ops(), inputs.get(0), List.of(size), DataFormat.CHANNELS_LAST, "nearest"));
  }
}
