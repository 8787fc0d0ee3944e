package dev.tenon.layers.reshaping;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Call;
import dev.tenon.layers.common.DataFormat;
import dev.tenon.layers.common.NoWeights;
import dev.tenon.layers.common.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * Cuts entries off both ends of the spatial axes of images.
 *
 * <p>Input (batch, rows, columns, channels); {@code cropping} is one (start, end) a spatial axis.
 *
 * @see <a href="https://keras.io/api/layers/reshaping_layers/cropping2d/">Keras: Cropping2D</a>
 */
@RecordBuilder
@ShortName(value = "cropping", required = 0)
public record Cropping2D(List<List<Long>> cropping, String dataFormat)
    implements NoWeights, Cropping2DBuilder.With {

  /** Keras' defaults. */
  public static final Cropping2D DEFAULTS =
      new Cropping2D(List.of(List.of(0L, 0L), List.of(0L, 0L)), "channels_last");

  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    DataFormat format = DataFormat.of(dataFormat);
    return List.of(Margins.crop(call.ops(), inputs.get(0), cropping, format));
  }
}
