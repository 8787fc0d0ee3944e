package dev.tenon.layers.reshaping;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Call;
import dev.tenon.layers.common.DataFormat;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.NoWeights;
import dev.tenon.layers.common.ShortName;
import java.util.List;

/**
 * Cuts entries off both ends of the spatial axes of images.
 *
 * <p>Input (batch, rows, columns, channels); {@code cropping} is one (start, end) a spatial axis.
 *
 * @see <a href="https://keras.io/api/layers/reshaping_layers/cropping2d/">Keras: Cropping2D</a>
 */
@ShortName(value = "cropping", required = 0)
public record Cropping2D(
    @Default("0, 0") List<List<Long>> cropping, @Default("channels_last") String dataFormat)
    implements NoWeights, Cropping2DOptions {
  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    DataFormat format = DataFormat.of(dataFormat);
    return List.of(Margins.crop(call.ops(), inputs.get(0), cropping, format));
  }
}
