package dev.tenon.layers.normalization;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.LayerNode;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Build;
import dev.tenon.ir.layer.Call;
import dev.tenon.ir.layer.Layer;
import dev.tenon.ir.layer.SubLayer;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.ShortName;
import dev.tenon.layers.core.Dense;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;

/**
 * Calls the layer inside, whose kernel Keras divides by its largest singular value while training.
 *
 * <p>Keras writes the divided kernel into the layer, so prediction uses it as it is. Training is
 * refused, since it overwrites a weight in the middle of a step.
 *
 * @see <a href="https://keras.io/api/layers/normalization_layers/spectral_normalization/">Keras:
 *     SpectralNormalization</a>
 */
@RecordBuilder
@ShortName(
    value = {"layer", "powerIterations"},
    required = 1)
public record SpectralNormalization(LayerNode layer, long powerIterations)
    implements Layer<SpectralNormalization.Weights>, SpectralNormalizationBuilder.With {

  /** Keras' defaults; the layer has none there and is a Dense here. */
  public static final SpectralNormalization DEFAULTS =
      new SpectralNormalization(new LayerNode("dense", Dense.DEFAULTS), 1);

  /** Handles to the layer inside and the singular vector. */
  public record Weights(SubLayer<?> layer, Parameter vectorU) {}

  @Override
  public Weights build(Build build, List<Shape> inputs) {
    SubLayer<?> inner = build.layer("layer", layer, inputs);
    Parameter kernel =
        inner.scope().own().stream()
            .filter(own -> own.name().equals("kernel") || own.name().equals("embeddings"))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "layer " + layer + " has neither a kernel nor embeddings to normalise"));
    long[] shape = kernel.shape();
    KerasObject start = new KerasObject("TruncatedNormal", Map.of("mean", 0.0, "stddev", 0.02));
    Shape row = Shape.of(1, shape[shape.length - 1]);
    return new Weights(inner, build.state("vector_u", row, start));
  }

  @Override
  public List<Value> call(Weights weights, Call call, List<Value> inputs) {
    if (call.training()) {
      throw new UnsupportedModelException(
          "training through SpectralNormalization is not supported: it overwrites the kernel of"
              + " the layer inside in every step");
    }
    Value y = call.call(weights.layer(), inputs).get(0);
    return List.of(call.ops().cast(y, inputs.get(0).dtype()));
  }
}
