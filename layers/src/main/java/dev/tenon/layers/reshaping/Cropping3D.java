package dev.tenon.layers.reshaping;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Call;
import dev.tenon.layers.common.DataFormat;
import dev.tenon.layers.common.NoWeights;
import dev.tenon.layers.common.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * Cuts entries off both ends of the spatial axes of volumes.
 *
 * <p>Input (batch, depth, rows, columns, channels); {@code cropping} is one (start, end) a spatial
 * axis.
 *
 * @see <a href="https://keras.io/api/layers/reshaping_layers/cropping3d/">Keras: Cropping3D</a>
 */
@RecordBuilder
@ShortName(value = "cropping", required = 0)
public record Cropping3D(List<List<Long>> cropping, String dataFormat)
    implements NoWeights, Cropping3DBuilder.With {

  /** Keras' defaults. */
  public static final Cropping3D DEFAULTS =
      new Cropping3D(List.of(List.of(1L, 1L), List.of(1L, 1L), List.of(1L, 1L)), "channels_last");

  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    DataFormat format = DataFormat.of(dataFormat);
    return List.of(Margins.crop(call.ops(), inputs.get(0), cropping, format));
  }
}
