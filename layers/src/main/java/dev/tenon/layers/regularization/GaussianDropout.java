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
 * Multiplies by normal noise around 1 in training.
 *
 * @see <a href="https://keras.io/api/layers/regularization_layers/gaussian_dropout/">Keras:
 *     GaussianDropout</a>
 */
@RecordBuilder
@ShortName("rate")
public record GaussianDropout(double rate, @Nullable Long seed)
    implements Layer<Draws.Weights>, GaussianDropoutBuilder.With {

  /** Keras' defaults; {@code rate} has none there. */
  public static final GaussianDropout DEFAULTS = new GaussianDropout(0.5, null);

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
    Ops ops = call.ops();
    double deviation = Math.sqrt(rate / (1 - rate));
    Value noise = ops.add(ops.mul(Draws.normal(call, x, state), deviation), 1);
    return List.of(ops.mul(x, noise));
  }

  @Override
  public MaskFlow maskFlow() {
    return MaskFlow.PASS;
  }
}
