package dev.tenon.layers.preprocessing;

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

/**
 * Multiplies by {@code scale} and adds {@code offset}.
 *
 * <p>Input of any shape; output of the same shape in the layer's own type. Both options are a
 * number, or a list that is broadcast from the last axis.
 *
 * @see <a
 *     href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/rescaling/">Keras:
 *     Rescaling</a>
 */
@RecordBuilder
@ShortName(
    value = {"scale", "offset"},
    required = 1)
public record Rescaling(Object scale, Object offset)
    implements Layer<Rescaling.None>, RescalingBuilder.With {

  /** Keras' defaults; {@code scale} has none there and is 1 here. */
  public static final Rescaling DEFAULTS = new Rescaling(1.0, 0.0);

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
