package dev.tenon.layers.activation;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Applies a rectified linear unit with a learned negative slope.
 *
 * <p>Input of any shape; output of the same shape: {@code y = x} for positive {@code x}, else
 * {@code alpha * x}. The weight {@code alpha} has the shape of one sample, with length 1 along the
 * shared axes. Masks pass through.
 *
 * @param alphaInitializer the initializer of the slopes
 * @param alphaRegularizer the penalty on the slopes that training adds to the loss
 * @param alphaConstraint the rule that the slopes obey after each training step
 * @param sharedAxes the axes that share one slope, counted with the batch axis as 0
 * @see <a href="https://arxiv.org/abs/1502.01852">He et al., 2015</a>
 * @see <a href="https://keras.io/api/layers/activation_layers/prelu/">Keras: PReLU</a>
 */
@ShortName(name = "prelu")
public record PReLU(
    @Default("Zeros") @Nullable KerasObject alphaInitializer,
    @Nullable KerasObject alphaRegularizer,
    @Nullable KerasObject alphaConstraint,
    @Nullable List<Long> sharedAxes)
    implements Layer<PReLU.Weights>, PReLUOptions {
  /** Handle to the slopes. */
  public record Weights(Parameter alpha) {}

  @Override
  public Weights build(Build build, List<Shape> inputs) {
    Shape slopes = inputs.get(0).sub(1, inputs.get(0).rank());
    for (long axis : sharedAxes == null ? List.<Long>of() : sharedAxes) {
      slopes = slopes.with(Math.toIntExact(axis - 1), Dim.of(1));
    }
    return new Weights(build.weight("alpha", slopes, alphaInitializer));
  }

  @Override
  public List<Value> call(Weights weights, Call call, List<Value> inputs) {
    Value slopes = call.read(weights.alpha());
    return List.of(call.ops().apply(new Binary.PRelu(), inputs.get(0), slopes));
  }

  @Override
  public MaskFlow maskFlow() {
    return MaskFlow.PASS;
  }
}
