package dev.tenon.layers.reshaping;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Call;
import dev.tenon.layers.common.DataFormat;
import dev.tenon.layers.common.NoWeights;
import dev.tenon.layers.common.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * Makes sequences larger by whole factors, by repeating entries.
 *
 * <p>Input (batch, steps, channels); {@code size} is the factor.
 *
 * @see <a href="https://keras.io/api/layers/reshaping_layers/up_sampling1d/">Keras:
 *     UpSampling1D</a>
 */
@RecordBuilder
@ShortName(value = "size", required = 0)
public record UpSampling1D(long size) implements NoWeights, UpSampling1DBuilder.With {

  /** Keras' defaults. */
  public static final UpSampling1D DEFAULTS = new UpSampling1D(2);

  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    return List.of(
        SpatialUpsampling.apply(
            call.ops(), inputs.get(0), List.of(size), DataFormat.CHANNELS_LAST, "nearest"));
  }
}
