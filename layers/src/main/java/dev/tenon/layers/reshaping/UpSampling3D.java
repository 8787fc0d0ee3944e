package dev.tenon.layers.reshaping;

import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.DataFormat;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.NoWeights;
import dev.tenon.layers.common.ShortName;
import java.util.List;

/**
 * Enlarges volumes by repeating every entry.
 *
 * <p>Input (batch, depth, rows, columns, channels); output with the spatial lengths times {@code
 * size}.
 *
 * @param size the factors of depth, rows and columns
 * @see <a href="https://keras.io/api/layers/reshaping_layers/up_sampling3d/">Keras:
 *     UpSampling3D</a>
 */
@ShortName(value = "size", required = 0)
public record UpSampling3D(
    @Default("2, 2, 2") List<Long> size, @Default("channels_last") String dataFormat)
    implements NoWeights, UpSampling3DOptions {
  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    return List.of(
        SpatialUpsampling.apply(
            call.ops(), inputs.get(0), size, DataFormat.of(dataFormat), "nearest"));
  }
}
