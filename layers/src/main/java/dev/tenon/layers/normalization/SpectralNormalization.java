package dev.tenon.layers.normalization;

import dev.tenon.config.Config;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.internal.collections.OrderedMap;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.SubLayer;
import dev.tenon.layers.common.ShortName;
import dev.tenon.layers.core.Dense;
import java.util.List;

/**
 * Divides the kernel of an inner layer by its largest singular value in training.
 *
 * <p>Input and output are those of the inner layer. As in Keras, a training step stores the divided
 * kernel, and inference uses the stored kernel. A kernel of zeros stays unchanged. A layer called
 * twice in one training step fails with an {@code UnsupportedModelException}.
 *
 * @param layer the inner layer, which has a kernel or a table
 * @param powerIterations the number of power iterations of each training step; Keras' default is 1
 * @see <a href="https://arxiv.org/abs/1802.05957">Miyato et al., 2018</a>
 * @see <a href="https://keras.io/api/layers/normalization_layers/spectral_normalization/">Keras:
 *     SpectralNormalization</a>
 */
@ShortName(
    value = {"layer", "powerIterations"},
    required = 1)
public record SpectralNormalization(LayerNode layer, long powerIterations)
    implements Layer<SpectralNormalization.Weights>, SpectralNormalizationOptions {

  /** Keras' defaults; the layer, which has no default in Keras, is a Dense. */
  public static final SpectralNormalization DEFAULTS =
      new SpectralNormalization(new LayerNode("dense", Dense.DEFAULTS), 1);

  /** Handles to the layer inside, its kernel and the singular vector, (1, units). */
  public record Weights(SubLayer<?> layer, Parameter kernel, Parameter vectorU) {}

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
    build.hold(kernel);
    long[] shape = kernel.shape();
    KerasObject start =
        new KerasObject("TruncatedNormal", OrderedMap.of("mean", 0.0, "stddev", 0.02));
    Shape row = Shape.of(1, shape[shape.length - 1]);
    return new Weights(inner, kernel, build.state("vector_u", row, start));
  }

  @Override
  public List<Value> call(Weights weights, Call call, List<Value> inputs) {
    if (call.training()) {
      normalize(weights, call);
    }
    Value y = call.call(weights.layer(), inputs).get(0);
    return List.of(call.ops().cast(y, inputs.get(0).dtype()));
  }

  /** Writes the divided kernel, which the layer inside then reads, and the vector for the next. */
  private void normalize(Weights weights, Call call) {
    Ops ops = call.ops();
    Value kernel = call.stored(weights.kernel());
    if (kernel.parameter() == null) {
      throw new UnsupportedModelException(
          "SpectralNormalization is called twice in one step of training, and would divide its"
              + " kernel twice: give each call a layer of its own");
    }
    Value start = call.stored(weights.vectorU());
    Value matrix = ops.reshape(kernel, Shape.of(-1, kernel.shape().length(-1)));
    Value u = start;
    Value v = u;
    for (int i = 0; i < powerIterations; i++) {
      v = unit(ops, ops.matMul(u, ops.transpose(matrix, 1, 0)));
      u = unit(ops, ops.matMul(v, matrix));
    }
    Value sigma = ops.matMul(ops.matMul(v, matrix), ops.transpose(u, 1, 0));
    Value divided = ops.div(kernel, ops.squeeze(sigma, 0, 1));
    Value largest = ops.reduceMax(ops.reshape(ops.abs(matrix), Shape.of(-1)), false, 0);
    Value empty = ops.equal(largest, ops.scalar(largest, 0));
    call.update(weights.vectorU(), ops.where(empty, start, u));
    call.update(weights.kernel(), ops.where(empty, kernel, divided));
  }

  private static Value unit(Ops ops, Value row) {
    Value squares = ops.reduceSum(ops.mul(row, row), true, 0, 1);
    Value inverse = ops.div(ops.scalar(row, 1), ops.sqrt(squares));
    // A vector shorter than Keras' epsilon grows by the inverse of epsilon only.
    return ops.mul(row, ops.min(inverse, 1 / Config.epsilon()));
  }
}
