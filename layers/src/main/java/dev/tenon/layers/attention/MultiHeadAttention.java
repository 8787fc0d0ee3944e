package dev.tenon.layers.attention;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.LegacyOption;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Attends with several heads, each with its own projections of query, key and value.
 *
 * <p>Each head computes {@code softmax(Q · Kᵀ / sqrt(key_dim)) · V}. Inputs: query (batch, …, dim),
 * value (batch, …, dim) and optionally key (batch, …, dim), by default the value. The output has
 * the query's shape, or ends with {@code output_shape}. With {@code return_attention_scores} the
 * weights (batch, …, heads, T, S) follow.
 *
 * <p>The masks of the inputs, {@code attention_mask} (batch, T, S), {@code use_causal_mask} and the
 * sliding window are combined: each must allow a pair. A query without an allowed pair averages all
 * values, as in Keras. It gets 0 with {@code dropout}, with {@code return_attention_scores} and
 * with several attention axes.
 *
 * <p>Keras 3 removes the masks from the inputs, so that later layers do not see them. {@link
 * LegacyOption#KEPT_MASKS} keeps them.
 *
 * @param numHeads the number of heads
 * @param keyDim the length of each head of queries and keys
 * @param valueDim the length of each head of values. Without one it is {@code key_dim}.
 * @param dropout the fraction of the attention weights that training sets to 0, from 0 to 1
 * @param outputShape the last lengths of the output. Without them the output ends as the query
 *     does.
 * @param attentionAxes the axes that attention runs over. Without them it runs over all but batch
 *     and features.
 * @see <a href="https://arxiv.org/abs/1706.03762">Vaswani et al., 2017</a>
 * @see <a href="https://keras.io/api/layers/attention_layers/multi_head_attention/">Keras:
 *     MultiHeadAttention</a>
 */
@ShortName(
    value = {"numHeads", "keyDim", "valueDim"},
    required = 2)
public record MultiHeadAttention(
    @Default("1") long numHeads,
    @Default("1") long keyDim,
    @Nullable Long valueDim,
    @Default("0") double dropout,
    @Default("true") boolean useBias,
    @Default("false") boolean useGate,
    @Nullable List<Long> outputShape,
    @Nullable List<Long> attentionAxes,
    @Nullable Long slidingWindow,
    @Default("GlorotUniform") @Nullable KerasObject kernelInitializer,
    @Default("Zeros") @Nullable KerasObject biasInitializer,
    @Nullable KerasObject kernelRegularizer,
    @Nullable KerasObject biasRegularizer,
    @Nullable KerasObject activityRegularizer,
    @Nullable KerasObject kernelConstraint,
    @Nullable KerasObject biasConstraint,
    @Nullable Long seed)
    implements ProjectionSettings, MultiHeadAttentionOptions {
  private long valueLength() {
    return valueDim == null || valueDim == 0 ? keyDim : valueDim;
  }

  @Override
  public AttentionProjections build(Build build, List<Shape> inputs) {
    Shape query = inputs.get(0);
    Shape value = inputs.get(1);
    Shape key = inputs.size() > 2 ? inputs.get(2) : value;
    List<Long> output = outputShape;
    if (output == null || output.isEmpty()) {
      output = List.of(query.length(-1));
    }
    Shape heads =
        query.sub(0, query.rank() - 1).concat(Shape.of(Dim.of(numHeads), Dim.of(valueLength())));
    return new AttentionProjections(
        build.layer("query_dense", projection(keyDim, false), List.of(query)),
        build.layer("key_dense", projection(keyDim, false), List.of(key)),
        useGate
            ? build.layer("_gate_dense", projection(valueLength(), true), List.of(query))
            : null,
        build.layer("value_dense", projection(valueLength(), false), List.of(value)),
        build.layer("output_dense", Projection.of(this, 2, output, false), List.of(heads)),
        dropout > 0 ? build.seed(seed) : null);
  }

  private Projection projection(long length, boolean sigmoid) {
    return Projection.of(this, 1, List.of(numHeads, length), sigmoid);
  }

  @Override
  public boolean regularizesItself() {
    return false;
  }

  @Override
  public List<Value> call(AttentionProjections weights, Call call, List<Value> inputs) {
    Value query = inputs.get(0);
    Value value = inputs.get(1);
    Value key = inputs.size() > 2 ? inputs.get(2) : value;
    Value queryMask = call.mask(0);
    AttentionMask masks = new AttentionMask(call, slidingWindow);
    Value mask = masks.combine(inputs, queryMask);
    boolean keepsMasks = call.has(LegacyOption.KEPT_MASKS);
    boolean zeroes =
        !keepsMasks && Heads.byLayer(call, dropout, query) && masks.mayHideAll(inputs, queryMask);
    if (!keepsMasks) {
      inputs.forEach(call::clearMask);
    }
    Heads.Attended attended =
        Heads.attend(
            call,
            Heads.project(call, weights.query(), query),
            Heads.project(call, weights.key(), key),
            Heads.project(call, weights.value(), value),
            1 / Math.sqrt((double) keyDim),
            axes(query.rank() + 1),
            mask,
            zeroes,
            x -> AttentionDropout.apply(call, weights.seed(), dropout, x));
    List<Value> results = Heads.results(call, attended, weights.gate(), weights.output(), query);
    call.setMask(queryMask);
    return results;
  }

  /** Returns the axes attended over, of a projected tensor of so many axes. */
  private int[] axes(int rank) {
    if (attentionAxes == null || attentionAxes.isEmpty()) {
      return IntStream.range(1, rank - 2).toArray();
    }
    return attentionAxes.stream()
        .mapToInt(axis -> Math.toIntExact(axis < 0 ? axis + rank - 1 : axis))
        .toArray();
  }
}
