package dev.tenon.layers.reshaping;

import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.DataFormat;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.Family;
import dev.tenon.layers.common.NoWeights;
import dev.tenon.layers.common.ShortName;
import java.util.List;

/**
 * Removes entries at both ends of the spatial axes of $data.
 *
 * <p>Input (batch, $axes, channels), output (batch, $new, channels).
 *
 * @see <a href="https://keras.io/api/layers/reshaping_layers/cropping#d/">Keras: Cropping#D</a>
 */
@Family(
    value = "Cropping#D",
    axes = {2, 3})
@ShortName(value = "cropping", required = 0)
interface Cropping extends NoWeights, CroppingOptions {
  /**
   * The options of the layers, with Keras' defaults.
   *
   * @param cropping the number of entries removed at the start and at the end of each spatial axis
   */
  record Options(
      @Default("0, 0 | 1, 1") List<List<Long>> cropping,
      @Default("channels_last") String dataFormat) {}

  @Override
  default List<Value> call(None weights, Call call, List<Value> inputs) {
    DataFormat format = DataFormat.of(dataFormat());
    return List.of(Margins.crop(call.ops(), inputs.get(0), cropping(), format));
  }
}
