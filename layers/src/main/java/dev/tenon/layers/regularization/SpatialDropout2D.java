package dev.tenon.layers.regularization;

import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Build;
import dev.tenon.ir.layer.Call;
import dev.tenon.ir.layer.Layer;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.common.DataFormat;
import dev.tenon.layers.common.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sets whole channels of images to 0 in training, and scales the rest up.
 *
 * @see <a href="https://keras.io/api/layers/regularization_layers/spatial_dropout2d/">Keras:
 *     SpatialDropout2D</a>
 */
@RecordBuilder
@ShortName("rate")
public record SpatialDropout2D(double rate, @Nullable Long seed, String dataFormat)
    implements Layer<Draws.Weights>, SpatialDropout2DBuilder.With {

  /** Keras' defaults; {@code rate} has none there. */
  public static final SpatialDropout2D DEFAULTS = new SpatialDropout2D(0.5, null, "channels_last");

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
    Shape noise = Draws.channels(x.shape(), DataFormat.of(dataFormat));
    return List.of(Draws.dropout(call, x, rate, noise, state));
  }

  @Override
  public MaskFlow maskFlow() {
    return MaskFlow.PASS;
  }
}
