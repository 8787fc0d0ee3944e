package dev.tenon.layers.attention;

import dev.tenon.internal.layers.TableSize;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Masks of attention scores: boolean, true for a pair of query and value that is allowed. */
public final class ScoreMasks {
  private ScoreMasks() {}

  /** Returns both masks combined; null allows everything. */
  static @Nullable Value and(Ops ops, @Nullable Value a, @Nullable Value b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return ops.and(a, b);
  }

  /** Returns a mask as bool with an axis of length 1 inserted, or null. */
  static @Nullable Value along(Ops ops, @Nullable Value mask, int axisFromEnd) {
    if (mask == null) {
      return null;
    }
    return ops.unsqueeze(ops.cast(mask, DType.BOOL), (long) mask.rank() + 1 + axisFromEnd);
  }

  /** Returns the triangle (1, T, S) in which a query sees values up to its own position. */
  public static Value causal(Ops ops, Value query, int queryAxis, Value value, int valueAxis) {
    Dim t = query.shape().dim(queryAxis);
    Dim s = value.shape().dim(valueAxis);
    Value row = positions(ops, query, queryAxis);
    Value column = positions(ops, value, valueAxis);
    Value rows = ops.reshape(row, Shape.of(Dim.of(1), t, Dim.of(1)));
    Value columns = ops.reshape(column, Shape.of(Dim.of(1), Dim.of(1), s));
    return ops.greaterOrEqual(rows, columns);
  }

  /** Returns the band (1, T, S) in which a query sees values less than {@code window} away. */
  static Value window(Ops ops, Value query, Value value, long window) {
    Dim t = query.shape().dim(1);
    Dim s = value.shape().dim(1);
    Value rows = ops.reshape(positions(ops, query, 1), Shape.of(Dim.of(1), t, Dim.of(1)));
    Value columns = ops.reshape(positions(ops, value, 1), Shape.of(Dim.of(1), Dim.of(1), s));
    Value distance = ops.abs(ops.sub(rows, columns));
    return ops.less(distance, ops.scalar(distance, (double) window));
  }

  /** Returns 0, 1, 2 … along an axis of x, a constant where the length is known. */
  private static Value positions(Ops ops, Value x, int axis) {
    Dim length = x.shape().dim(axis);
    if (length.isKnown()) {
      TableSize.check("the positions of a sequence", length.orMinusOne());
      long[] numbers = new long[Math.toIntExact(length.orMinusOne())];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = i;
      }
      return ops.constant(Tensor.of(numbers, numbers.length));
    }
    Value limit = ops.squeeze(ops.length(x, axis), 0);
    Value zero = ops.scalar(DType.INT64, 0);
    Value counted = ops.apply(new Generation.Range(), zero, limit, ops.scalar(DType.INT64, 1));
    return ops.applyAs(Shape.of(length), new Movement.Reshape(0), counted, ops.longs(-1));
  }

  /** Inserts the axes of heads that the scores have and the mask lacks. */
  static Value expand(Ops ops, Value mask, int rank, int attentionAxes) {
    Value expanded = mask;
    while (expanded.rank() < rank) {
      expanded = ops.unsqueeze(expanded, (long) expanded.rank() - 2L * attentionAxes);
    }
    return expanded;
  }

  /** Returns Keras' score of a masked pair before the softmax. */
  static double largeNegative(DType type) {
    return type == DType.FLOAT16 ? -3e4 : -1e9;
  }
}
