package dev.tenon.layers.core;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.Quantization;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import dev.tenon.tensor.DType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replaces each integer by a row of a learned table, or computes the scores of all integers.
 *
 * <p>Forward: input (…) of integers, output (…, output_dim). With the call argument {@code
 * reverse}: input (…, output_dim), output (…, input_dim), {@code y = x · tableᵀ}.
 *
 * @param tieWeights whether both directions use one table. Without it the reverse has its own.
 * @param reverseDtype the element type of the reverse product. Without one it is the layer's.
 * @param logitSoftCap the bound {@code c} of the scores: {@code c * tanh(y / c)}. Without one they
 *     have no bound.
 * @see <a href="https://keras.io/api/layers/core_layers/">Keras: core layers</a>
 */
@ShortName({"inputDim", "outputDim"})
public record ReversibleEmbedding(
    @Default("1") long inputDim,
    @Default("1") long outputDim,
    @Default("Embedding.UNIFORM") @Nullable KerasObject embeddingsInitializer,
    @Nullable KerasObject embeddingsRegularizer,
    @Nullable KerasObject activityRegularizer,
    @Nullable KerasObject embeddingsConstraint,
    @Default("false") boolean maskZero,
    @Default("true") boolean tieWeights,
    @Nullable String reverseDtype,
    @Nullable Double logitSoftCap)
    implements Layer<ReversibleEmbedding.Weights>, ReversibleEmbeddingOptions {
  /** Handles to the tables; those of a quantised layer are apart. */
  public record Weights(
      Parameter embeddings,
      @Nullable Parameter reverseEmbeddings,
      @Nullable QuantizedTable quantized) {}

  @Override
  public Weights build(Build build, List<Shape> inputs) {
    Quantization how = build.policy().quantization();
    if (how != null) {
      QuantizedTable table = QuantizedTable.build(build, how, inputDim, outputDim, tieWeights);
      return new Weights(table.forward().numbers(), null, table);
    }
    return new Weights(
        build.weight("embeddings", Shape.of(inputDim, outputDim), embeddingsInitializer),
        tieWeights
            ? null
            : build.weight(
                "reverse_embeddings", Shape.of(outputDim, inputDim), embeddingsInitializer),
        null);
  }

  @Override
  public List<Value> call(Weights weights, Call call, List<Value> inputs) {
    Ops ops = call.ops();
    Value x = inputs.get(0);
    QuantizedTable quantized = weights.quantized();
    if (!call.flag("reverse", false)) {
      if (quantized != null) {
        return List.of(quantized.rows(call, x, maskZero));
      }
      return List.of(EmbeddingLookup.rows(call, call.read(weights.embeddings()), x, maskZero));
    }
    return List.of(
        capped(ops, quantized == null ? scores(weights, call, x) : quantized.scores(call, x)));
  }

  private Value scores(Weights weights, Call call, Value x) {
    Ops ops = call.ops();
    Parameter own = weights.reverseEmbeddings();
    Value kernel =
        own == null ? ops.transpose(call.read(weights.embeddings()), 1, 0) : call.read(own);
    if (reverseDtype != null) {
      DType dtype = DType.of(reverseDtype);
      x = ops.cast(x, dtype);
      kernel = ops.cast(kernel, dtype);
    }
    return ops.matMul(x, kernel);
  }

  private Value capped(Ops ops, Value scores) {
    return logitSoftCap == null
        ? scores
        : ops.mul(ops.tanh(ops.div(scores, logitSoftCap)), logitSoftCap);
  }
}
