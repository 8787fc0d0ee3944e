package dev.tenon.layers.attention;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.tensor.DType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The mask of attention over heads: everything that a call says about which pair is allowed.
 *
 * @param call the call with its masks and arguments
 * @param window how near query and value must be, null for any distance
 */
record AttentionMask(Call call, @Nullable Long window) {

  /** Returns the mask (batch, T, S) of a call on query, value and perhaps key, or null. */
  @Nullable Value combine(List<Value> inputs, @Nullable Value queryMask) {
    Ops ops = call.ops();
    Value query = inputs.get(0);
    Value value = inputs.get(1);
    Value mask = ScoreMasks.along(ops, queryMask, -1);
    mask = ScoreMasks.and(ops, mask, ScoreMasks.along(ops, of("value_mask", 1), -2));
    if (inputs.size() > 2) {
      mask = ScoreMasks.and(ops, mask, ScoreMasks.along(ops, of("key_mask", 2), -2));
    }
    if (call.flag("use_causal_mask", false)) {
      mask = ScoreMasks.and(ops, mask, ScoreMasks.causal(ops, query, 1, value, 1));
    }
    if (window != null) {
      mask = ScoreMasks.and(ops, mask, ScoreMasks.window(ops, query, value, window));
    }
    Value given = call.tensorArgument("attention_mask");
    if (given == null) {
      return mask;
    }
    return ScoreMasks.and(ops, ops.cast(given, DType.BOOL), mask);
  }

  /** Returns whether a query may find everything hidden: what comes later alone never hides all. */
  boolean mayHideAll(List<Value> inputs, @Nullable Value queryMask) {
    return queryMask != null
        || of("value_mask", 1) != null
        || (inputs.size() > 2 && of("key_mask", 2) != null)
        || call.tensorArgument("attention_mask") != null;
  }

  /** Returns a mask given by name, else the one that the input carries. */
  public @Nullable Value of(String name, int input) {
    Value given = call.tensorArgument(name);
    return given == null ? call.mask(input) : given;
  }
}
