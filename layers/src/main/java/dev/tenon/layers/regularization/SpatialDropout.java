package dev.tenon.layers.regularization;

import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.DataFormat;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.Family;
import dev.tenon.layers.common.ShortName;
import org.jspecify.annotations.Nullable;

/**
 * Sets random channels of $data to 0 in training and multiplies the others by {@code 1 / (1 -
 * rate)}.
 *
 * <p>Input (batch, $axes, channels); output of the same shape. Inference returns the input. Masks
 * pass through.
 *
 * @see <a href="https://keras.io/api/layers/regularization_layers/spatial_dropout#d/">Keras:
 *     SpatialDropout#D</a>
 */
@Family(
    value = "SpatialDropout#D",
    axes = {2, 3})
@ShortName("rate")
interface SpatialDropout extends DropoutLayer, SpatialDropoutOptions {
  /** The options, with Keras' defaults. */
  record Options(
      @Default("0.5") double rate,
      @Nullable Long seed,
      @Default("channels_last") String dataFormat) {}

  @Override
  default Value changed(Call call, Value x, Parameter state) {
    Shape noise = Draws.channels(x.shape(), DataFormat.of(dataFormat()));
    return Draws.dropout(call, x, rate(), noise, state);
  }
}
