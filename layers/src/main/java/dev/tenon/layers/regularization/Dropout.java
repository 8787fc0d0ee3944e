package dev.tenon.layers.regularization;

import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Build;
import dev.tenon.ir.layer.Call;
import dev.tenon.ir.layer.Layer;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.common.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sets a part of the elements to 0 in training, and scales the rest up.
 *
 * @see <a href="https://keras.io/api/layers/regularization_layers/dropout/">Keras: Dropout</a>
 */
@RecordBuilder
@ShortName("rate")
public record Dropout(double rate, @Nullable Long seed, @Nullable List<@Nullable Long> noiseShape)
    implements Layer<Draws.Weights>, DropoutBuilder.With {

  /** Keras' defaults; {@code rate} has none there. */
  public static final Dropout DEFAULTS = new Dropout(0.5, null, null);

  @Override
  public Draws.Weights build(Build build, List<Shape> inputs) {
    return Draws.build(build, Draws.rate(rate), seed);
  }

  @Override
  public List<Value> call(Draws.Weights weights, Call call, List<Value> inputs) {
    Value x = inputs.get(0);
    Parameter state = weights.seed();
    if (!call.training() || state == null) {
      return List.of(x);
    }
    Shape noise = Draws.shape(x.shape(), noiseShape);
    return List.of(Draws.dropout(call, x, rate, noise, state));
  }

  @Override
  public MaskFlow maskFlow() {
    return MaskFlow.PASS;
  }
}
