package dev.tenon.importers.onnx.upgrade;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.shape.Dim;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What attention adds to its scores before the softmax: its mask, and what must not be seen. */
final class AttentionBias {
  private static final int MASK = 3;
  private static final int LENGTHS = 6;

  private AttentionBias() {}

  /**
   * The scores on their way to the softmax.
   *
   * @param last what the softmax takes
   * @param shown what the fourth output shows; null if that is what the softmax gives
   * @param hidden says of each row whether it may see nothing at all; null if none can be so
   */
  record Scores(Value last, @Nullable Value shown, @Nullable Value hidden) {}

  /**
   * Caps the scores, then adds the bias: a position that is hidden stays so.
   *
   * <p>ONNX had it the other way round before version 1.23, and modes 1 and 2 of the fourth output
   * show the scores of that order, in which ONNX's own tests of them are recorded. A file that asks
   * for these gets them.
   */
  static Scores apply(NodeDraft node, Value plain, @Nullable Value bias) {
    Ops ops = node.ops;
    long mode = node.outputs > 3 ? node.integer("qk_matmul_output_mode", 0) : 0;
    Value hidden = bias == null || !hides(node) ? null : hidden(ops, bias);
    Value added =
        hidden == null || bias == null
            ? bias
            : ops.where(hidden, ops.scalar(bias.dtype(), 0), bias);
    if (mode == 1 || mode == 2) {
      Value biased = plus(ops, plain, bias);
      Value capped = capped(node, biased);
      return new Scores(
          hidden == null ? capped : capped(node, plus(ops, plain, added)),
          mode == 1 ? biased : capped,
          hidden);
    }
    return new Scores(plus(ops, capped(node, plain), added), mode == 3 ? null : plain, hidden);
  }

  /** Returns weights of zero for the rows that may see nothing. */
  static Value seen(Ops ops, Value weights, @Nullable Value hidden) {
    return hidden == null ? weights : ops.where(hidden, ops.scalar(weights.dtype(), 0), weights);
  }

  private static Value plus(Ops ops, Value scores, @Nullable Value bias) {
    return bias == null ? scores : ops.add(scores, ops.cast(bias, scores.dtype()));
  }

  private static Value capped(NodeDraft node, Value scores) {
    float cap = node.number("softcap", 0);
    return cap > 0 ? node.ops.mul(node.ops.tanh(node.ops.div(scores, cap)), cap) : scores;
  }

  /**
   * Returns whether a row may be hidden as a whole: what is only causal always sees one position.
   */
  private static boolean hides(NodeDraft node) {
    Value mask = node.optional(MASK);
    return node.has(LENGTHS) || (mask != null && hides(mask));
  }

  private static boolean hides(Value mask) {
    Tensor known = mask.constant();
    if (known == null) {
      return true;
    }
    double hidden = mask.dtype() == DType.BOOL ? 0 : Double.NEGATIVE_INFINITY;
    return Arrays.stream(known.cast(DType.FLOAT64).toDoubleArray()).anyMatch(x -> x == hidden);
  }

  private static Value hidden(Ops ops, Value bias) {
    Value most = ops.apply(new Reduction.ReduceMax(1, 0), bias, ops.longs(-1));
    return ops.equal(most, ops.scalar(bias.dtype(), Double.NEGATIVE_INFINITY));
  }

  /** Returns the mask, with minus infinity for what must not be seen; null if all is seen. */
  static @Nullable Value of(NodeDraft node, Value query, Value key, @Nullable Value before) {
    Ops ops = node.ops;
    DType type = query.dtype();
    List<Value> parts = new ArrayList<>();
    if (node.has(MASK)) {
      parts.add(mask(node, key, type));
    }
    if (node.integer("is_causal", 0) == 1) {
      Value rows = ops.unsqueeze(positions(ops, query), 1);
      Value last = rows;
      if (before != null) {
        last = ops.add(rows, before);
      } else if (node.has(LENGTHS)) {
        // The queries are the last of the positions that are filled.
        Value first = ops.sub(node.input(LENGTHS), ops.length(query, 2));
        last = ops.add(rows, ops.unsqueeze(first, 1, 2, 3));
      }
      parts.add(minus(ops, ops.greater(ops.unsqueeze(positions(ops, key), 0), last), type));
    }
    if (node.has(LENGTHS)) {
      Value lengths = ops.unsqueeze(node.input(LENGTHS), 1);
      Value beyond = ops.greaterOrEqual(ops.unsqueeze(positions(ops, key), 0), lengths);
      parts.add(ops.unsqueeze(minus(ops, beyond, type), 1, 2));
    }
    Value bias = null;
    for (Value part : parts) {
      bias = bias == null ? part : ops.add(bias, part);
    }
    return bias;
  }

  private static Value mask(NodeDraft node, Value key, DType type) {
    Ops ops = node.ops;
    Value mask = node.input(MASK);
    // Whatever is not a boolean is added to the scores, whole numbers too.
    mask = mask.dtype() == DType.BOOL ? minus(ops, ops.not(mask), type) : ops.cast(mask, type);
    Dim seen = node.ranked(mask).dim(-1);
    Dim all = key.shape().dim(2);
    if (seen.isKnown() && all.isKnown() && seen.orMinusOne() < all.orMinusOne()) {
      long[] pads = new long[2 * mask.rank()];
      pads[pads.length - 1] = all.orMinusOne() - seen.orMinusOne();
      mask =
          ops.apply(
              new Movement.Pad("constant"),
              mask,
              ops.longs(pads),
              ops.scalar(mask, Double.NEGATIVE_INFINITY));
    }
    return mask;
  }

  private static Value minus(Ops ops, Value where, DType type) {
    return ops.where(where, ops.scalar(type, Double.NEGATIVE_INFINITY), ops.scalar(type, 0));
  }

  /** The int64 positions along the time axis (the third). */
  private static Value positions(Ops ops, Value x) {
    return ops.apply(
        new Generation.Range(),
        ops.scalar(DType.INT64, 0),
        ops.squeeze(ops.length(x, 2), 0),
        ops.scalar(DType.INT64, 1));
  }
}
