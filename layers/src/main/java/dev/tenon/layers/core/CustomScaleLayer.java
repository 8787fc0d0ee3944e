package dev.tenon.layers.core;

import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.NoWeights;
import dev.tenon.layers.common.ShortName;
import java.util.List;

/**
 * Adds a scaled second tensor to a first: {@code y = x[0] + scale * x[1]}.
 *
 * <p>It is a layer of InceptionResNetV2 in {@code keras.applications}. Both inputs and the output
 * have one shape.
 *
 * @param scale the factor of the second input
 * @see <a href="https://keras.io/api/applications/inceptionresnetv2/">Keras: InceptionResNetV2</a>
 */
@ShortName("scale")
public record CustomScaleLayer(@Default("1") double scale)
    implements NoWeights, CustomScaleLayerOptions {
  @Override
  public int fewestInputs() {
    return 2;
  }

  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    Value scaled = call.ops().mul(inputs.get(1), scale);
    return List.of(call.ops().add(inputs.get(0), scaled));
  }
}
