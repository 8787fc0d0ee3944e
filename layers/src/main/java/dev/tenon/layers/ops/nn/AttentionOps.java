package dev.tenon.layers.ops.nn;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.attention.ScoreMasks;
import dev.tenon.layers.common.Promotion;
import dev.tenon.layers.ops.call.OpArgs;
import dev.tenon.layers.ops.call.OpRegistrar;
import dev.tenon.layers.ops.elementwise.ArithmeticOps;
import dev.tenon.tensor.DType;
import java.util.List;

/** Keras' {@code dot_product_attention}, as its TensorFlow backend computes it. */
public final class AttentionOps {
  /** What hidden scores become: far below every other, and still finite. */
  private static final double HIDDEN = -0.7 * 3.38953e38;

  private static final double HIDDEN_HALF = -0.7 * 65500.0;

  private AttentionOps() {}

  /** Registers the functions of this family. */
  public static void list(OpRegistrar table) {
    table.add(
        "DotProductAttention",
        "",
        "query key value bias mask scale is_causal flash_attention attn_logits_soft_cap",
        args -> List.of(attention(args)));
  }

  private static Value attention(OpArgs args) {
    if (args.has(8)) {
      throw args.refuse(
          "is supported without attn_logits_soft_cap, which Keras' backends treat differently");
    }
    Ops ops = args.ops();
    List<Value> three =
        Promotion.together(ops, List.of(args.value(0), args.value(1), args.value(2)));
    if (three.stream().anyMatch(x -> x.rank() != 4)) {
      throw args.refuse("takes (batch, length, heads, size), not " + three);
    }
    Value query = ops.transpose(three.get(0), 0, 2, 1, 3);
    long heads = three.get(0).shape().length(2);
    Value key = ops.transpose(shared(args, three.get(1), heads), 0, 2, 3, 1);
    Value value = ops.transpose(shared(args, three.get(2), heads), 0, 2, 1, 3);
    Value scores = ops.matMul(query, key);
    DType own = scores.dtype();
    DType wide = own.isFloating() && own.bytes() >= 4 ? own : DType.FLOAT32;
    scores = scaled(args, ops.cast(scores, wide), three.get(1).shape().length(3));
    if (args.has(3)) {
      Value bias = ops.cast(ops.cast(args.value(3), own), wide);
      scores = ops.add(scores, bias);
    }
    scores = masked(args, scores);
    Value weights = ops.cast(ops.softmax(scores, -1), own);
    return ops.transpose(ops.matMul(weights, value), 0, 2, 1, 3);
  }

  private static Value scaled(OpArgs args, Value scores, long size) {
    Ops ops = args.ops();
    if (args.has(5)) {
      return ops.mul(scores, ops.cast(args.value(5), scores.dtype()));
    }
    if (size < 1) {
      throw args.refuse("needs keys of a known size, or the argument 'scale'");
    }
    return ops.mul(scores, (double) (1 / (float) Math.sqrt((double) size)));
  }

  private static Value masked(OpArgs args, Value scores) {
    Ops ops = args.ops();
    Value shown = args.has(4) ? ArithmeticOps.truth(ops, args.value(4)) : null;
    if (args.flag(6, false)) {
      Value causal = ScoreMasks.causal(ops, scores, 2, scores, 3);
      shown = shown == null ? causal : ops.and(shown, causal);
    }
    double hidden = scores.dtype() == DType.FLOAT16 ? HIDDEN_HALF : HIDDEN;
    return shown == null ? scores : ops.where(shown, scores, ops.scalar(scores, hidden));
  }

  /** Gives groups of heads the key that they share. */
  private static Value shared(OpArgs args, Value x, long heads) {
    long own = x.shape().length(2);
    if (own == heads || own <= 1) {
      return x;
    }
    if (heads < own || heads % own != 0) {
      throw args.refuse("cannot share " + own + " heads of keys among " + heads + " of queries");
    }
    Ops ops = args.ops();
    Value apart = ops.unsqueeze(x, 3);
    Value tiled = ops.apply(new Movement.Tile(), apart, ops.longs(1, 1, 1, heads / own, 1));
    Shape shape = x.shape().with(2, Dim.of(heads));
    return ops.reshape(tiled, shape);
  }
}
