package dev.tenon.layers.core;

import dev.tenon.internal.collections.OrderedMap;
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
import dev.tenon.layers.lora.LoraConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replaces each integer by a row of a learned table.
 *
 * <p>Input (…) of integers from 0 to {@code input_dim - 1}, output (…, output_dim).
 *
 * @see <a href="https://keras.io/api/layers/core_layers/embedding/">Keras: Embedding</a>
 */
@ShortName({"inputDim", "outputDim"})
public record Embedding(
    @Default("1") long inputDim,
    @Default("1") long outputDim,
    @Default("Embedding.UNIFORM") @Nullable KerasObject embeddingsInitializer,
    @Nullable KerasObject embeddingsRegularizer,
    @Nullable KerasObject activityRegularizer,
    @Nullable KerasObject embeddingsConstraint,
    @Default("false") boolean maskZero,
    @Nullable Long loraRank,
    @Nullable Double loraAlpha)
    implements Layer<Embedding.Weights>, EmbeddingOptions {

  /** Keras' initializer of a table. */
  static final KerasObject UNIFORM =
      new KerasObject("RandomUniform", OrderedMap.of("minval", -0.05, "maxval", 0.05));

  /** Handles to the table; that of a quantised layer is apart. */
  public record Weights(Parameter embeddings, @Nullable QuantizedTable quantized) {}

  @Override
  public Weights build(Build build, List<Shape> inputs) {
    Quantization how = build.policy().quantization();
    if (how != null) {
      QuantizedTable table = QuantizedTable.build(build, how, inputDim, outputDim, true);
      return new Weights(table.forward().numbers(), table);
    }
    return new Weights(
        build.weight("embeddings", Shape.of(inputDim, outputDim), embeddingsInitializer), null);
  }

  @Override
  public List<Value> call(Weights weights, Call call, List<Value> inputs) {
    if (weights.quantized() != null) {
      return List.of(weights.quantized().rows(call, inputs.get(0), maskZero));
    }
    Value table = call.read(weights.embeddings());
    return List.of(EmbeddingLookup.rows(call, table, inputs.get(0), maskZero));
  }

  @Override
  public @Nullable LoraConfig lora() {
    return LoraConfig.of(loraRank, loraAlpha);
  }
}
