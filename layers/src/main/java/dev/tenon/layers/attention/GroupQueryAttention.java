package dev.tenon.layers.attention;

import dev.tenon.internal.layers.TableSize;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Attends with groups of query heads that share one head of keys and values.
 *
 * <p>Inputs: query (batch, T, dim), value (batch, S, n) and optionally key (batch, S, n), by
 * default the value. Output (batch, T, dim). With {@code return_attention_scores} the weights
 * (batch, query heads, T, S) follow. Masks are those of {@link MultiHeadAttention}.
 *
 * <p>A number of query heads that is not a multiple of the key-value heads fails with an {@link
 * IllegalArgumentException} when the layer is built.
 *
 * @param headDim the length of each head
 * @param numQueryHeads the number of query heads
 * @param numKeyValueHeads the number of heads of keys and values; it divides the number of query
 *     heads
 * @param dropout the fraction of the attention weights that training sets to 0, from 0 to 1
 * @see <a href="https://keras.io/api/layers/attention_layers/group_query_attention/">Keras:
 *     GroupQueryAttention</a>
 */
@ShortName({"headDim", "numQueryHeads", "numKeyValueHeads"})
public record GroupQueryAttention(
    @Default("1") long headDim,
    @Default("1") long numQueryHeads,
    @Default("1") long numKeyValueHeads,
    @Default("true") boolean useBias,
    @Default("false") boolean useGate,
    @Nullable Long slidingWindow,
    @Default("0") double dropout,
    @Default("GlorotUniform") @Nullable KerasObject kernelInitializer,
    @Default("Zeros") @Nullable KerasObject biasInitializer,
    @Nullable KerasObject kernelRegularizer,
    @Nullable KerasObject biasRegularizer,
    @Nullable KerasObject activityRegularizer,
    @Nullable KerasObject kernelConstraint,
    @Nullable KerasObject biasConstraint,
    @Nullable Long seed)
    implements ProjectionSettings, GroupQueryAttentionOptions {
  /** Returns the name of Keras' class, which is not that of its interface. */
  @Override
  public String className() {
    return "GroupedQueryAttention";
  }

  @Override
  public AttentionProjections build(Build build, List<Shape> inputs) {
    if (numKeyValueHeads < 1 || numQueryHeads % numKeyValueHeads != 0) {
      throw new IllegalArgumentException(
          "GroupQueryAttention: num_query_heads "
              + numQueryHeads
              + " is no multiple of num_key_value_heads "
              + numKeyValueHeads);
    }
    Shape query = inputs.get(0);
    Shape value = inputs.get(1);
    Shape key = inputs.size() > 2 ? inputs.get(2) : value;
    Shape heads = query.sub(0, 2).concat(Shape.of(Dim.of(numQueryHeads), Dim.of(headDim)));
    Projection output = Projection.of(this, 2, List.of(query.length(-1)), false);
    return new AttentionProjections(
        build.layer("_query_dense", projection(numQueryHeads, false), List.of(query)),
        build.layer("_key_dense", projection(numKeyValueHeads, false), List.of(key)),
        useGate
            ? build.layer("_gate_dense", projection(numQueryHeads, true), List.of(query))
            : null,
        build.layer("_value_dense", projection(numKeyValueHeads, false), List.of(value)),
        build.layer("_output_dense", output, List.of(heads)),
        dropout > 0 ? build.seed(seed) : null);
  }

  private Projection projection(long heads, boolean sigmoid) {
    return Projection.of(this, 1, List.of(heads, headDim), sigmoid);
  }

  @Override
  public List<Value> call(AttentionProjections weights, Call call, List<Value> inputs) {
    Value query = inputs.get(0);
    Value value = inputs.get(1);
    Value key = inputs.size() > 2 ? inputs.get(2) : value;
    AttentionMask masks = new AttentionMask(call, slidingWindow);
    Value queryMask = masks.of("query_mask", 0);
    Value mask = masks.combine(inputs, queryMask);
    Heads.Attended attended =
        Heads.attend(
            call,
            Heads.project(call, weights.query(), query),
            repeated(call.ops(), Heads.project(call, weights.key(), key)),
            repeated(call.ops(), Heads.project(call, weights.value(), value)),
            1 / Math.sqrt((double) headDim),
            new int[] {1},
            mask,
            Heads.byLayer(call, dropout, query) && masks.mayHideAll(inputs, queryMask),
            x -> AttentionDropout.apply(call, weights.seed(), dropout, x));
    return Heads.results(call, attended, weights.gate(), weights.output(), query);
  }

  /** Repeats each head for the query heads that share it. */
  private Value repeated(Ops ops, Value x) {
    long each = numQueryHeads / numKeyValueHeads;
    if (each == 1) {
      return x;
    }
    TableSize.check("its heads", numQueryHeads);
    long[] heads = new long[Math.toIntExact(numQueryHeads)];
    for (int i = 0; i < heads.length; i++) {
      heads[i] = i / each;
    }
    return ops.apply(new Indexing.Gather(2), x, ops.constant(Tensor.of(heads, heads.length)));
  }

  @Override
  public MaskFlow maskFlow() {
    return MaskFlow.PASS;
  }
}
