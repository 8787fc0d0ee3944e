package dev.tenon.layers.regularization;

import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.DataFormat;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import org.jspecify.annotations.Nullable;

/**
 * Sets random channels of sequences to 0 in training and multiplies the others by {@code 1 / (1 -
 * rate)}.
 *
 * <p>Input (batch, steps, channels); output of the same shape. Inference returns the input. Masks
 * pass through.
 *
 * @see <a href="https://keras.io/api/layers/regularization_layers/spatial_dropout1d/">Keras:
 *     SpatialDropout1D</a>
 */
@ShortName("rate")
public record SpatialDropout1D(@Default("0.5") double rate, @Nullable Long seed)
    implements DropoutLayer, SpatialDropout1DOptions {
  @Override
  public Value changed(Call call, Value x, Parameter state) {
    Shape noise = Draws.channels(x.shape(), DataFormat.CHANNELS_LAST);
    return Draws.dropout(call, x, rate, noise, state);
  }
}
