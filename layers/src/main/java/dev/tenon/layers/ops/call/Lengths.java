package dev.tenon.layers.ops.call;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Lengths of axes and positions along them, constants if they are known. */
public final class Lengths {
  private static final long LONGEST_CONSTANT = 1 << 16;

  private Lengths() {}

  /** Returns all axes of x. */
  public static long[] axes(Value x) {
    return LongStream.range(0, x.rank()).toArray();
  }

  /** Returns the length of an axis as an int64 number. */
  public static Value of(Ops ops, Value x, int axis) {
    long length = x.shape().length(axis);
    return length >= 0 ? number(ops, length) : ops.squeeze(ops.length(x, axis), 0);
  }

  /** Returns an integer as an int64 scalar. */
  public static Value number(Ops ops, long number) {
    return ops.constant(Tensor.scalar(DType.INT64, number));
  }

  /** Returns an int64 number as a vector of one element. */
  public static Value vector(Ops ops, Value number) {
    return ops.unsqueeze(number, 0);
  }

  /** Returns the int64 positions along an axis, from 0. */
  public static Value positions(Ops ops, Value x, int axis) {
    long length = x.shape().length(axis);
    if (length >= 0) {
      return positions(ops, length);
    }
    Value range = positions(ops, of(ops, x, axis));
    return ops.applyAs(Shape.of(x.shape().dim(axis)), new Unary.Identity(), range);
  }

  /** Returns the int64 numbers from 0 up to a known one. */
  public static Value positions(Ops ops, long count) {
    return count <= LONGEST_CONSTANT
        ? ops.longs(LongStream.range(0, count).toArray())
        : positions(ops, number(ops, count));
  }

  /** Returns the int64 numbers from 0 up to a computed one. */
  public static Value positions(Ops ops, Value count) {
    return ops.apply(new Generation.Range(), number(ops, 0), count, number(ops, 1));
  }

  /** Moves two axes behind all others. */
  public static Value last(OpArgs args, Value x, long axis1, long axis2) {
    int first = x.shape().axis(Math.toIntExact(axis1));
    int second = x.shape().axis(Math.toIntExact(axis2));
    if (first == second) {
      throw args.refuse("needs two different axes");
    }
    return moved(args.ops(), x, List.of(first, second));
  }

  /** Moves axes behind all others, in the order given. */
  public static Value moved(Ops ops, Value x, List<Integer> axes) {
    int[] perm =
        IntStream.concat(
                IntStream.range(0, x.rank()).filter(i -> !axes.contains(i)),
                axes.stream().mapToInt(Integer::intValue))
            .toArray();
    boolean straight = IntStream.range(0, perm.length).allMatch(i -> perm[i] == i);
    return straight ? x : ops.transpose(x, perm);
  }
}
