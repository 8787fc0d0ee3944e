package dev.tenon.layers.reshaping;

import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.DataFormat;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.NoWeights;
import dev.tenon.layers.common.ShortName;
import java.util.List;

/**
 * Adds zeros at both ends of sequences.
 *
 * <p>Input (batch, steps, channels), output (batch, start + steps + end, channels).
 *
 * @param padding the number of zero steps added at the start and at the end
 * @see <a href="https://keras.io/api/layers/reshaping_layers/zero_padding1d/">Keras:
 *     ZeroPadding1D</a>
 */
@ShortName(value = "padding", required = 0)
public record ZeroPadding1D(
    @Default("1, 1") List<Long> padding, @Default("channels_last") String dataFormat)
    implements NoWeights, ZeroPadding1DOptions {
  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    DataFormat format = DataFormat.of(dataFormat);
    return List.of(Margins.pad(call.ops(), inputs.get(0), List.of(padding), format));
  }
}
