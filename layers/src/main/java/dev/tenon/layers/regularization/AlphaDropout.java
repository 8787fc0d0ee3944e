package dev.tenon.layers.regularization;

import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Build;
import dev.tenon.ir.layer.Call;
import dev.tenon.ir.layer.Layer;
import dev.tenon.ir.op.Ops;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.common.ShortName;
import dev.tenon.tensor.DType;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sets a part of the elements to selu's lower limit in training, keeping mean and variance.
 *
 * @see <a href="https://keras.io/api/layers/regularization_layers/alpha_dropout/">Keras:
 *     AlphaDropout</a>
 */
@RecordBuilder
@ShortName("rate")
public record AlphaDropout(
    double rate, @Nullable Long seed, @Nullable List<@Nullable Long> noiseShape)
    implements Layer<Draws.Weights>, AlphaDropoutBuilder.With {

  private static final double LIMIT = -1.6732632423543772 * 1.0507009873554805;

  /** Keras' defaults; {@code rate} has none there. */
  public static final AlphaDropout DEFAULTS = new AlphaDropout(0.5, null, null);

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
    Shape noise = Draws.shape(x.shape(), noiseShape);
    Value draw = Draws.uniform(call, x, noise, DType.FLOAT32, state);
    Value kept = ops.cast(ops.greaterOrEqual(draw, ops.scalar(draw, rate)), x.dtype());
    double a = Math.pow((1 - rate) * (1 + rate * LIMIT * LIMIT), -0.5);
    Value mixed = ops.add(ops.mul(x, kept), ops.mul(ops.sub(1, kept), LIMIT));
    return List.of(ops.add(ops.mul(mixed, a), -a * LIMIT * rate));
  }

  @Override
  public MaskFlow maskFlow() {
    return MaskFlow.PASS;
  }
}
