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
 * Adds zeros at both ends of the spatial axes of $data.
 *
 * <p>Input (batch, $axes, channels), output (batch, $new, channels).
 *
 * @see <a href="https://keras.io/api/layers/reshaping_layers/zero_padding#d/">Keras:
 *     ZeroPadding#D</a>
 */
@Family(
    value = "ZeroPadding#D",
    axes = {2, 3})
@ShortName(value = "padding", required = 0)
interface ZeroPadding extends NoWeights, ZeroPaddingOptions {
  /**
   * The options of the layers, with Keras' defaults.
   *
   * @param padding the number of zeros added at the start and at the end of each spatial axis
   */
  record Options(
      @Default("1, 1") List<List<Long>> padding, @Default("channels_last") String dataFormat) {}

  @Override
  default List<Value> call(None weights, Call call, List<Value> inputs) {
    DataFormat format = DataFormat.of(dataFormat());
    return List.of(Margins.pad(call.ops(), inputs.get(0), padding(), format));
  }
}
