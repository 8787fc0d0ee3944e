package dev.tenon.layers.ops.numpy;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Unary;
import dev.tenon.layers.ops.call.OpArgs;
import dev.tenon.layers.ops.call.OpRegistrar;
import dev.tenon.layers.ops.elementwise.ElementwiseOps;
import dev.tenon.layers.ops.elementwise.TypeLimits;
import dev.tenon.tensor.DType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reductions that ignore NaN. */
public final class NanReductionOps {
  private static final String REDUCE = "x axis keepdims";

  private NanReductionOps() {}

  /** Registers the functions of this family. */
  public static void list(OpRegistrar table) {
    table.add("Nansum", "", REDUCE, args -> List.of(sum(args)));
    table.add("Nanprod", "", REDUCE, args -> List.of(product(args)));
    table.add("Nanmean", "", REDUCE, args -> List.of(mean(args, args.flag(2, false))));
    table.add("Nanvar", "", REDUCE, args -> List.of(variance(args)));
    table.add("Nanstd", "", REDUCE, args -> List.of(args.ops().sqrt(variance(args))));
    table.add("Nanmax", "", REDUCE, args -> List.of(extreme(args, true)));
    table.add("Nanmin", "", REDUCE, args -> List.of(extreme(args, false)));
    table.add("Nanargmax", "", REDUCE, args -> List.of(position(args, true)));
    table.add("Nanargmin", "", REDUCE, args -> List.of(position(args, false)));
  }

  /** Returns whether each element is NaN, as bool. */
  public static Value is(Ops ops, Value x) {
    return ops.apply(new Unary.IsNaN(), x);
  }

  /** Replaces NaN, and infinities by these numbers or the largest ones of x's type. */
  static Value without(
      Ops ops, Value x, double nan, @Nullable Double posinf, @Nullable Double neginf) {
    if (!x.dtype().isFloating()) {
      return x;
    }
    double largest = TypeLimits.highest(x.dtype()).getDouble(0);
    Value y = ops.where(is(ops, x), ops.scalar(x, nan), x);
    Value above = ops.apply(new Unary.IsInf(0, 1), y);
    y = ops.where(above, ops.scalar(x, posinf == null ? largest : posinf), y);
    Value below = ops.apply(new Unary.IsInf(1, 0), y);
    return ops.where(below, ops.scalar(x, neginf == null ? -largest : neginf), y);
  }

  /** Returns x with another number where it is none, for x of any type. */
  private static Value filled(Ops ops, Value x, double number) {
    return x.dtype().isFloating() ? ops.where(is(ops, x), ops.scalar(x, number), x) : x;
  }

  private static Value sum(OpArgs args) {
    Value x = filled(args.ops(), args.value(0), 0);
    return ReductionOps.sum(args.ops(), x, ReductionOps.axes(args, 1, x), args.flag(2, false));
  }

  private static Value product(OpArgs args) {
    Value x = filled(args.ops(), args.value(0), 1);
    return ReductionOps.product(args.ops(), x, ReductionOps.axes(args, 1, x), args.flag(2, false));
  }

  private static Value count(OpArgs args, Value x, boolean keep) {
    Ops ops = args.ops();
    Value numbers = ops.cast(ops.not(is(ops, x)), x.dtype());
    return ReductionOps.sum(ops, numbers, ReductionOps.axes(args, 1, x), keep);
  }

  private static Value mean(OpArgs args, boolean keep) {
    Ops ops = args.ops();
    Value x = args.real(0);
    Value sum = ReductionOps.sum(ops, filled(ops, x, 0), ReductionOps.axes(args, 1, x), keep);
    return ops.div(sum, count(args, x, keep));
  }

  private static Value variance(OpArgs args) {
    Ops ops = args.ops();
    Value x = args.real(0);
    boolean keep = args.flag(2, false);
    Value distance = ops.where(is(ops, x), ops.scalar(x, 0), ops.sub(x, mean(args, true)));
    Value sum =
        ReductionOps.sum(
            ops, ElementwiseOps.square(ops, distance), ReductionOps.axes(args, 1, x), keep);
    return ops.div(sum, count(args, x, keep));
  }

  /** Returns which results are made of nothing but NaN. */
  private static Value nothing(OpArgs args, Value x) {
    Ops ops = args.ops();
    Value numbers = ops.cast(ops.not(is(ops, x)), DType.INT32);
    Value count =
        ReductionOps.sum(ops, numbers, ReductionOps.axes(args, 1, x), args.flag(2, false));
    return ops.equal(count, ops.scalar(count, 0));
  }

  private static Value extreme(OpArgs args, boolean largest) {
    Ops ops = args.ops();
    Value x = args.value(0);
    long[] axes = ReductionOps.axes(args, 1, x);
    boolean keep = args.flag(2, false);
    Value found = ReductionOps.extreme(ops, worst(ops, x, largest), axes, keep, largest);
    return x.dtype().isFloating()
        ? ops.where(nothing(args, x), ops.scalar(x, Double.NaN), found)
        : found;
  }

  private static Value worst(Ops ops, Value x, boolean largest) {
    return filled(ops, x, largest ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
  }

  private static Value position(OpArgs args, boolean largest) {
    Ops ops = args.ops();
    Value x = args.value(0);
    Value found = ReductionOps.position(args, worst(ops, x, largest), largest);
    return x.dtype().isFloating()
        ? ops.where(nothing(args, x), ops.scalar(found, -1), found)
        : found;
  }
}
