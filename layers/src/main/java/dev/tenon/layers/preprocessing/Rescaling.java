package dev.tenon.layers.preprocessing;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Build;
import dev.tenon.ir.layer.Call;
import dev.tenon.ir.layer.Layer;
import dev.tenon.ir.op.Ops;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import dev.tenon.tensor.DType;
import java.util.List;

/**
 * Scales and shifts its input: {@code y = x * scale + offset}.
 *
 * <p>Input of any shape; output of the same shape in the layer's element type.
 *
 * @param scale the factor: a number, or a list that broadcasts from the last axis
 * @param offset the summand: a number, or a list that broadcasts from the last axis
 * @see <a
 *     href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/rescaling/">Keras:
 *     Rescaling</a>
 */
@ShortName(
    value = {"scale", "offset"},
    required = 1)
public record Rescaling(@Default("1.0") Object scale, @Default("0.0") Object offset)
    implements Layer<Rescaling.None>, RescalingOptions {
  /** No weights. */
  public record None() {}

  @Override
  public None build(Build build, List<Shape> inputs) {
    return new None();
  }

  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    Ops ops = call.ops();
    DType type = call.policy().compute();
    Value x = ops.cast(inputs.get(0), type);
    Value factor = ops.constant(NumberList.of("scale", scale).tensor().cast(type));
    Value term = ops.constant(NumberList.of("offset", offset).tensor().cast(type));
    return List.of(ops.add(ops.mul(x, factor), term));
  }
}
