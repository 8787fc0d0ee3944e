package dev.tenon.layers.reshaping;

import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.DataFormat;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.NoWeights;
import dev.tenon.layers.common.ShortName;
import java.util.List;

/**
 * Removes steps at both ends of sequences.
 *
 * <p>Input (batch, steps, channels), output (batch, steps - start - end, channels).
 *
 * @param cropping the number of steps removed at the start and at the end
 * @see <a href="https://keras.io/api/layers/reshaping_layers/cropping1d/">Keras: Cropping1D</a>
 */
@ShortName(value = "cropping", required = 0)
public record Cropping1D(@Default("1, 1") List<Long> cropping)
    implements NoWeights, Cropping1DOptions {
  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    DataFormat format = DataFormat.CHANNELS_LAST;
    return List.of(Margins.crop(call.ops(), inputs.get(0), List.of(cropping), format));
  }
}
