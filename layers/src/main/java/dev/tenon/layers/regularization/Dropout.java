package dev.tenon.layers.regularization;

import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sets random elements to 0 in training and multiplies the others by {@code 1 / (1 - rate)}.
 *
 * <p>Input of any shape; output of the same shape. Inference returns the input. Masks pass through.
 *
 * @see <a href="https://keras.io/api/layers/regularization_layers/dropout/">Keras: Dropout</a>
 */
@ShortName("rate")
public record Dropout(
    @Default("0.5") double rate, @Nullable Long seed, @Nullable List<@Nullable Long> noiseShape)
    implements DropoutLayer, DropoutOptions {
  @Override
  public Value changed(Call call, Value x, Parameter state) {
    Shape noise = Draws.shape(x.shape(), noiseShape);
    return Draws.dropout(call, x, rate, noise, state);
  }
}
