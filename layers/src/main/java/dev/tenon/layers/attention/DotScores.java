package dev.tenon.layers.attention;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.Call;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Attention and AdditiveAttention share once the scores are known. */
final class DotScores {
  private DotScores() {}

  /**
   * Masks the scores, takes their softmax and weighs the values with it.
   *
   * @param scores (…, Tq, Tv)
   * @param inputs query, value and perhaps key
   */
  static List<Value> apply(
      Call call, List<Value> inputs, Value scores, @Nullable Parameter seed, double dropout) {
    Ops ops = call.ops();
    Value queryMask = mask(call, 0);
    Value valueMask = mask(call, 1);
    Value allowed = valueMask == null ? null : ScoreMasks.along(ops, valueMask, -2);
    if (call.flag("use_causal_mask", false)) {
      Value causal = ScoreMasks.causal(ops, scores, -2, scores, -1);
      allowed = ScoreMasks.and(ops, allowed, causal);
    }
    Value masked = scores;
    if (allowed != null) {
      double far = scores.dtype() == DType.FLOAT16 ? 65504 : 1e9;
      masked = ops.where(allowed, scores, ops.sub(scores, far));
    }
    Value weights = ops.softmax(masked, -1);
    Value dropped = AttentionDropout.apply(call, seed, dropout, weights);
    Value output = ops.matMul(dropped, inputs.get(1));
    if (queryMask != null) {
      Value rows = ops.unsqueeze(ops.cast(queryMask, DType.BOOL), queryMask.rank());
      output = ops.where(rows, output, ops.scalar(output, 0));
    }
    call.setMask(queryMask);
    List<Value> outputs = new ArrayList<>();
    outputs.add(output);
    if (call.flag("return_attention_scores", false)) {
      outputs.add(dropped);
    }
    return outputs;
  }

  /** Returns a mask given as an argument, a list [query_mask, value_mask], or the input's own. */
  private static @Nullable Value mask(Call call, int input) {
    if (call.argument("mask") instanceof Arg.Seq given) {
      Arg item = input < given.items().size() ? given.items().get(input) : null;
      return item instanceof Arg.Ref ref ? ref.value() : null;
    }
    return call.mask(input);
  }
}
