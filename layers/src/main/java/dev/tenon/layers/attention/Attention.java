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
 * Averages values with weights from the products of queries and keys (Luong attention).
 *
 * <p>Inputs: query (batch, Tq, dim), value (batch, Tv, n) and optionally key (batch, Tv, dim), by
 * default the value. Output (batch, Tq, n): {@code softmax(query · keyᵀ) · value}. With the call
 * argument {@code return_attention_scores} the weights (batch, Tq, Tv) follow.
 *
 * <p>A score mode other than {@code dot} and {@code concat} fails with an {@link
 * IllegalArgumentException} when the layer is built.
 *
 * @param useScale whether a learned number multiplies the scores
 * @param scoreMode the score of a pair: {@code dot} for the product, {@code concat} for a learned
 *     multiple of {@code sum(tanh(query + key))}
 * @param dropout the fraction of the attention weights that training sets to 0, from 0 to 1
 * @see <a href="https://keras.io/api/layers/attention_layers/attention/">Keras: Attention</a>
 */
@ShortName(value = "useScale", required = 0)
public record Attention(
    @Default("false") boolean useScale,
    @Default("dot") String scoreMode,
    @Default("0") double dropout,
    @Nullable Long seed)
    implements Layer<Attention.Weights>, AttentionOptions {
  /** Handles to the weights, all optional. */
  public record Weights(
      @Nullable Parameter scale, @Nullable Parameter concatScoreWeight, @Nullable Parameter seed) {}

  @Override
  public Weights build(Build build, List<Shape> inputs) {
    boolean concat = scoreMode.equals("concat");
    if (!concat && !scoreMode.equals("dot")) {
      throw new IllegalArgumentException(
          "Attention: score_mode '" + scoreMode + "' is none of dot, concat");
    }
    Shape scalar = Shape.of(List.of());
    KerasObject ones = KerasObject.of("Ones");
    return new Weights(
        useScale ? build.weight("scale", scalar, ones) : null,
        concat ? build.weight("concat_score_weight", scalar, ones) : null,
        dropout > 0 ? build.seed(seed) : null);
  }

  @Override
  public int fewestInputs() {
    return 2;
  }

  @Override
  public List<Value> call(Weights weights, Call call, List<Value> inputs) {
    Value scores = scores(weights, call, inputs.get(0), inputs.get(inputs.size() > 2 ? 2 : 1));
    return DotScores.apply(call, inputs, scores, weights.seed(), dropout);
  }

  private static Value scores(Weights weights, Call call, Value query, Value key) {
    Ops ops = call.ops();
    Value scale = weights.scale() == null ? null : call.read(weights.scale());
    if (weights.concatScoreWeight() == null) {
      int[] perm = new int[key.rank()];
      for (int i = 0; i < perm.length; i++) {
        perm[i] = i < perm.length - 2 ? i : 2 * perm.length - 3 - i;
      }
      Value scores = ops.matMul(query, ops.transpose(key, perm));
      return scale == null ? scores : ops.mul(scores, scale);
    }
    Value sum =
        ops.add(ops.unsqueeze(query, query.rank() - 1L), ops.unsqueeze(key, key.rank() - 2L));
    Value bent = ops.tanh(scale == null ? sum : ops.mul(scale, sum));
    Value added = ops.reduceSum(bent, false, bent.rank() - 1L);
    return ops.mul(call.read(weights.concatScoreWeight()), added);
  }
}
