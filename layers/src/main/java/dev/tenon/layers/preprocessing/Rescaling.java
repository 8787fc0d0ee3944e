package dev.tenon.layers.preprocessing;

import dev.tenon.config.Config;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
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
    Tensor factors = NumberList.of("scale", scale).tensor().cast(type);
    if (factors.rank() > 0 && Config.imageDataFormat().equals("channels_first")) {
      // As in Keras, which asks the setting rather than an argument: one number a channel.
      long[] shape = {1, 1, 1};
      System.arraycopy(factors.shape(), 0, shape, 0, factors.rank());
      factors = factors.reshape(shape);
    }
    Value factor = ops.constant(factors);
    Value term = ops.constant(NumberList.of("offset", offset).tensor().cast(type));
    return List.of(ops.add(ops.mul(x, factor), term));
  }
}
