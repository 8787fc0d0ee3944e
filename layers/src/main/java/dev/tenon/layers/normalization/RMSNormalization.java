package dev.tenon.layers.normalization;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import dev.tenon.tensor.DType;
import java.util.List;

/**
 * Divides each sample by its root mean square over some axes.
 *
 * <p>{@code y = scale * x / sqrt(mean(x²) + epsilon)}; the weight {@code scale} has the lengths of
 * these axes. Input of any shape; output of the same shape.
 *
 * @param axis the axes that the mean is taken over
 * @param epsilon the number added to the mean square against a division by 0
 * @see <a href="https://arxiv.org/abs/1910.07467">Zhang and Sennrich, 2019</a>
 * @see <a href="https://keras.io/api/layers/normalization_layers/rms_normalization/">Keras:
 *     RMSNormalization</a>
 */
@ShortName(
    value = {"axis", "epsilon"},
    required = 0)
public record RMSNormalization(@Default("-1") List<Long> axis, @Default("1e-6") double epsilon)
    implements Layer<RMSNormalization.Weights>, RMSNormalizationOptions {
  /** Handle to the weight. */
  public record Weights(Parameter scale) {}

  @Override
  public Weights build(Build build, List<Shape> inputs) {
    Shape shape = LayerNormalization.lengths(inputs.get(0), axis);
    return new Weights(build.weight("scale", shape, KerasObject.of("Ones")));
  }

  @Override
  public List<Value> call(Weights weights, Call call, List<Value> inputs) {
    Ops ops = call.ops();
    Value given = inputs.get(0);
    Value x = Moments.atLeastFloat32(ops, given);
    Value scale = ops.cast(call.read(weights.scale()), x.dtype());
    // Keras does not spread the scale along its own axes here: NumPy's rule alone decides.
    Value y = TensorNormalization.scaledByRoot(ops, x, scale, axis, epsilon);
    // Keras gives integers back as integers, cut off at the point.
    DType type = given.dtype();
    Value back = type == DType.BOOL ? ops.not(ops.equal(y, ops.scalar(y, 0))) : ops.cast(y, type);
    return List.of(type.isFloating() ? ops.cast(y, call.policy().compute()) : back);
  }
}
