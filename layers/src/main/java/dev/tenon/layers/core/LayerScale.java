package dev.tenon.layers.core;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import java.util.List;
import java.util.Map;

/**
 * Multiplies each channel by a learned number: {@code y = x * gamma}.
 *
 * <p>It is a layer of ConvNeXt in {@code keras.applications}. Input (…, projection_dim); output of
 * the same shape.
 *
 * @param initValues the first value of {@code gamma}
 * @param projectionDim the number of channels
 * @see <a href="https://keras.io/api/applications/convnext/">Keras: ConvNeXt</a>
 */
@ShortName({"initValues", "projectionDim"})
public record LayerScale(@Default("1e-6") double initValues, @Default("1") long projectionDim)
    implements Layer<LayerScale.Weights>, LayerScaleOptions {
  /** Handle to the weight. */
  public record Weights(Parameter gamma) {}

  @Override
  public Weights build(Build build, List<Shape> inputs) {
    KerasObject start = new KerasObject("Constant", Map.of("value", initValues));
    return new Weights(build.weight("gamma", Shape.of(projectionDim), start));
  }

  @Override
  public List<Value> call(Weights weights, Call call, List<Value> inputs) {
    return List.of(call.ops().mul(inputs.get(0), call.read(weights.gamma())));
  }
}
