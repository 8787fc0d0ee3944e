package dev.tenon.layers.attention;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Reduction;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.SubLayer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Scaled dot-product attention over projected heads, along any axes. */
final class Heads {
  /** The number of axes of a projection where one axis is attended over. */
  private static final int PLAIN = 4;

  private Heads() {}

  /** The averaged values, arranged like the query, and the weights before any is dropped. */
  record Attended(Value output, Value weights) {}

  /**
   * Attends.
   *
   * @param query (batch axes…, query axes…, heads, dim)
   * @param key (batch axes…, value axes…, heads, dim)
   * @param value (batch axes…, value axes…, heads, dim of the value)
   * @param axes the axes that are attended over
   * @param mask bool, (…, query axes…, value axes…), or null
   * @param zeroes whether a query that may look nowhere gets weights of zero; if not, they are all
   *     the same
   * @param dropout what is done to the weights in training
   */
  static Attended attend(
      Call call,
      Value query,
      Value key,
      Value value,
      double scale,
      int[] axes,
      @Nullable Value mask,
      boolean zeroes,
      UnaryOperator<Value> dropout) {
    Ops ops = call.ops();
    Value scaled = ops.mul(query, scale);
    boolean plain = query.rank() == PLAIN && axes.length == 1 && axes[0] == 1;
    String[] equations = plain ? new String[0] : equations(query.rank(), axes);
    Value scores =
        plain
            ? ops.matMul(ops.transpose(scaled, 0, 2, 1, 3), ops.transpose(key, 0, 2, 3, 1))
            : ops.einsum(equations[0], key, scaled);
    Value expanded = null;
    if (mask != null) {
      expanded = ScoreMasks.expand(ops, mask, scores.rank(), axes.length);
      Value never = ops.scalar(scores, ScoreMasks.largeNegative(scores.dtype()));
      scores = ops.where(expanded, scores, never);
    }
    Value weights = softmax(ops, scores, axes.length);
    if (expanded != null && zeroes) {
      weights = ops.where(expanded, weights, ops.scalar(weights, 0));
    }
    Value dropped = dropout.apply(weights);
    Value output =
        plain
            ? ops.transpose(ops.matMul(dropped, ops.transpose(value, 0, 2, 1, 3)), 0, 2, 1, 3)
            : ops.einsum(equations[1], dropped, value);
    return new Attended(output, weights);
  }

  /**
   * Returns whether Keras 3 computes with its layer Softmax, which zeroes what is masked, and not
   * with its function for attention as a whole.
   */
  static boolean byLayer(Call call, double dropout, Value query) {
    return dropout > 0 || call.flag("return_attention_scores", false) || query.rank() != 3;
  }

  private static Value softmax(Ops ops, Value scores, int count) {
    if (count == 1) {
      return ops.softmax(scores, -1);
    }
    long[] axes = LongStream.range(scores.rank() - count, scores.rank()).toArray();
    Value total = ops.apply(new Reduction.ReduceLogSumExp(1, 0), scores, ops.longs(axes));
    return ops.exp(ops.sub(scores, total));
  }

  /** Returns the equation of the scores and that of the output. */
  private static String[] equations(int rank, int[] axes) {
    boolean[] attended = new boolean[rank];
    for (int axis : axes) {
      if (axis < 0 || axis >= rank) {
        throw new IllegalArgumentException(
            "attention over axis " + axis + " of tensors of " + rank + " axes");
      }
      attended[axis] = true;
    }
    StringBuilder target = new StringBuilder();
    StringBuilder source = new StringBuilder();
    char next = (char) ('a' + rank);
    for (int i = 0; i < rank; i++) {
      char letter = (char) ('a' + i);
      target.append(letter);
      source.append(attended[i] ? next++ : letter);
    }
    StringBuilder product = new StringBuilder();
    IntStream.range(0, rank - 1)
        .filter(i -> !attended[i])
        .forEach(i -> product.append(target.charAt(i)));
    List<Integer> order = new ArrayList<>();
    Arrays.stream(axes).forEach(order::add);
    order.forEach(i -> product.append(target.charAt(i)));
    order.forEach(i -> product.append(source.charAt(i)));
    return new String[] {
      source + "," + target + "->" + product, product + "," + source + "->" + target
    };
  }

  /** Returns what an inner layer makes of a tensor. */
  static Value project(Call call, SubLayer<?> layer, Value x) {
    return call.call(layer, List.of(x)).get(0);
  }

  /** Returns the projected output, and the weights where the call asks for them. */
  static List<Value> results(
      Call call, Attended attended, @Nullable SubLayer<?> gate, SubLayer<?> output, Value query) {
    Value heads = attended.output();
    if (gate != null) {
      heads = call.ops().mul(heads, project(call, gate, query));
    }
    Value projected = project(call, output, heads);
    return call.flag("return_attention_scores", false)
        ? List.of(projected, attended.weights())
        : List.of(projected);
  }
}
