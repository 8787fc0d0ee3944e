package dev.tenon.layers.regularization;

import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Build;
import dev.tenon.ir.layer.Call;
import dev.tenon.ir.layer.Layer;
import dev.tenon.ir.op.Ops;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.common.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds normal noise around 0 in training.
 *
 * @see <a href="https://keras.io/api/layers/regularization_layers/gaussian_noise/">Keras:
 *     GaussianNoise</a>
 */
@RecordBuilder
@ShortName("stddev")
public record GaussianNoise(double stddev, @Nullable Long seed)
    implements Layer<Draws.Weights>, GaussianNoiseBuilder.With {

  /** Keras' defaults; {@code stddev} has none there. */
  public static final GaussianNoise DEFAULTS = new GaussianNoise(0.5, null);

  @Override
  public Draws.Weights build(Build build, List<Shape> inputs) {
    return Draws.build(build, stddev, seed);
  }

  @Override
  public List<Value> call(Draws.Weights weights, Call call, List<Value> inputs) {
    Value x = inputs.get(0);
    Parameter state = weights.seed();
    if (!call.training() || state == null) {
      return List.of(x);
    }
    Ops ops = call.ops();
    return List.of(ops.add(x, ops.mul(Draws.normal(call, x, state), stddev)));
  }

  @Override
  public MaskFlow maskFlow() {
    return MaskFlow.PASS;
  }
}
