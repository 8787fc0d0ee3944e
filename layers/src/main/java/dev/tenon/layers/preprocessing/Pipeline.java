package dev.tenon.layers.preprocessing;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.SubLayer;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.MemberNames;
import dev.tenon.layers.common.ShortName;
import java.util.ArrayList;
import java.util.List;

/**
 * Applies preprocessing layers in order.
 *
 * <p>Input and output are those of the first and the last layer. All layers are built for the input
 * of the first one. Layers with weights must keep the length of the last axis.
 *
 * @param layers the layers, the first one first
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/">Keras: preprocessing layers</a>
 */
@ShortName("layers")
public record Pipeline(@Default("") List<LayerNode> layers)
    implements Layer<Pipeline.Weights>, PipelineOptions {
  public Pipeline {
    layers = List.copyOf(layers);
  }

  /** The layers with their weights. */
  public record Weights(List<SubLayer<?>> layers) {
    public Weights {
      layers = List.copyOf(layers);
    }
  }

  @Override
  public Weights build(Build build, List<Shape> inputs) {
    List<SubLayer<?>> built = new ArrayList<>();
    List<String> names = MemberNames.of("_pipeline_layers", layers);
    for (int i = 0; i < layers.size(); i++) {
      built.add(build.layer(names.get(i), layers.get(i), inputs));
    }
    return new Weights(built);
  }

  @Override
  public List<Value> call(Weights weights, Call call, List<Value> inputs) {
    List<Value> now = inputs;
    for (SubLayer<?> layer : weights.layers()) {
      now = call.call(layer, now);
    }
    return now;
  }
}
