package dev.tenon.layers.attention;

import dev.tenon.ir.builder.Ops;
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
import org.jspecify.annotations.Nullable;

/**
 * Averages values with weights from the sums of queries and keys (Bahdanau attention).
 *
 * <p>Inputs and outputs are those of {@link Attention}. The score of a pair is {@code sum(scale *
 * tanh(query + key))}.
 *
 * @param useScale whether a learned vector multiplies the features of the sum
 * @param dropout the fraction of the attention weights that training sets to 0, from 0 to 1
 * @see <a href="https://keras.io/api/layers/attention_layers/additive_attention/">Keras:
 *     AdditiveAttention</a>
 */
@ShortName(value = "useScale", required = 0)
public record AdditiveAttention(
    @Default("true") boolean useScale, @Default("0") double dropout, @Nullable Long seed)
    implements Layer<AdditiveAttention.Weights>, AdditiveAttentionOptions {
  /** Handles to the weights, all optional. */
  public record Weights(@Nullable Parameter scale, @Nullable Parameter seed) {}

  @Override
  public Weights build(Build build, List<Shape> inputs) {
    Shape width = Shape.of(inputs.get(0).dim(-1));
    return new Weights(
        useScale ? build.weight("scale", width, KerasObject.of("GlorotUniform")) : null,
        dropout > 0 ? build.seed(seed) : null);
  }

  @Override
  public int fewestInputs() {
    return 2;
  }

  @Override
  public List<Value> call(Weights weights, Call call, List<Value> inputs) {
    Ops ops = call.ops();
    Value query = inputs.get(0);
    Value key = inputs.get(inputs.size() > 2 ? 2 : 1);
    Value sum =
        ops.add(ops.unsqueeze(query, query.rank() - 1L), ops.unsqueeze(key, key.rank() - 2L));
    Value bent = ops.tanh(sum);
    if (weights.scale() != null) {
      bent = ops.mul(call.read(weights.scale()), bent);
    }
    Value scores = ops.reduceSum(bent, false, bent.rank() - 1L);
    return DotScores.apply(call, inputs, scores, weights.seed(), dropout);
  }
}
