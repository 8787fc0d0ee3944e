package dev.tenon.layers.reshaping;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Call;
import dev.tenon.layers.common.DataFormat;
import dev.tenon.layers.common.NoWeights;
import dev.tenon.layers.common.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * Makes volumes larger by whole factors, by repeating entries.
 *
 * <p>Input (batch, depth, rows, columns, channels); {@code size} is one factor a spatial axis.
 *
 * @see <a href="https://keras.io/api/layers/reshaping_layers/up_sampling3d/">Keras:
 *     UpSampling3D</a>
 */
@RecordBuilder
@ShortName(value = "size", required = 0)
public record UpSampling3D(List<Long> size, String dataFormat)
    implements NoWeights, UpSampling3DBuilder.With {

  /** Keras' defaults. */
  public static final UpSampling3D DEFAULTS =
      new UpSampling3D(List.of(2L, 2L, 2L), "channels_last");

  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    return List.of(
        SpatialUpsampling.apply(
            call.ops(), inputs.get(0), size, DataFormat.of(dataFormat), "nearest"));
  }
}
