package dev.tenon.layers.ops.numpy;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Reduction;
import dev.tenon.layers.common.Promotion;
import dev.tenon.layers.ops.call.Lengths;
import dev.tenon.layers.ops.call.OpArgs;
import dev.tenon.layers.ops.call.OpRegistrar;
import dev.tenon.tensor.DType;
import java.util.List;

/** Cumulative sums and products along an axis; without an axis, over all elements. */
public final class CumulativeOps {
  private CumulativeOps() {}

  /** What is done along a known axis. */
  private interface Along {
    Value apply(Ops ops, Value x, int axis);
  }

  /** Registers the functions of this family. */
  public static void list(OpRegistrar table) {
    table.add("", "cumsum", "x axis exclusive reverse", args -> List.of(sumTensorFlow(args)));
    table.add("", "cumprod", "x axis exclusive reverse", args -> List.of(productTensorFlow(args)));
    table.add(
        "Cumsum",
        "",
        "x axis dtype",
        args -> List.of(along(args, typed(args, args.value(0)), SUM)));
    table.add(
        "Cumprod",
        "",
        "x axis dtype",
        args -> List.of(along(args, typed(args, args.value(0)), PRODUCT)));
    table.add("Nancumsum", "", "x axis dtype", args -> List.of(along(args, numbers(args, 0), SUM)));
    table.add(
        "Nancumprod", "", "x axis dtype", args -> List.of(along(args, numbers(args, 1), PRODUCT)));
  }

  private static final Along SUM = (ops, x, axis) -> sum(ops, x, axis, 0, 0);
  private static final Along PRODUCT = CumulativeOps::product;

  private static Value typed(OpArgs args, Value x) {
    DType type = args.dtype(2);
    return type == null ? x : args.ops().cast(x, type);
  }

  private static Value numbers(OpArgs args, double nan) {
    return typed(args, NanReductionOps.without(args.ops(), args.value(0), nan, null, null));
  }

  private static Value along(OpArgs args, Value given, Along function) {
    Ops ops = args.ops();
    Long axis = args.wholeOrNull(1);
    Value x = axis == null ? ManipulationOps.flat(ops, given) : given;
    int at = axis == null ? 0 : x.shape().axis(Math.toIntExact(axis));
    DType type = x.dtype() == DType.BOOL ? DType.INT32 : x.dtype();
    return ops.cast(function.apply(ops, Promotion.wide(ops, x), at), type);
  }

  private static Value sumTensorFlow(OpArgs args) {
    Value x = args.value(0);
    int axis = x.shape().axis((int) args.whole(1, 0));
    return sum(args.ops(), x, axis, args.flag(2, false) ? 1 : 0, args.flag(3, false) ? 1 : 0);
  }

  private static Value productTensorFlow(OpArgs args) {
    Ops ops = args.ops();
    Value x = args.value(0);
    int axis = x.shape().axis((int) args.whole(1, 0));
    boolean reverse = args.flag(3, false);
    Value wide = Promotion.wide(ops, reverse ? ops.reversed(x, axis) : x);
    Value product = product(ops, wide, axis);
    if (args.flag(2, false)) {
      Value one = ManipulationOps.full(ops, ops.slice(product, axis, 0, 1, 1), product.dtype(), 1);
      product = ops.concat(axis, List.of(one, ops.slice(product, axis, 0, -1, 1)));
    }
    return ops.cast(reverse ? ops.reversed(product, axis) : product, x.dtype());
  }

  private static Value sum(Ops ops, Value x, int axis, long exclusive, long reverse) {
    return ops.apply(
        new Reduction.CumSum(exclusive, reverse), x, ops.scalar(DType.INT64, (double) axis));
  }

  /** ONNX has no such operator below opset 26: each step multiplies with what is twice as far. */
  private static Value product(Ops ops, Value x, int axis) {
    long length = x.shape().length(axis);
    if (length < 0) {
      return productOfAny(ops, x, axis);
    }
    Value product = x;
    for (long far = 1; far < length; far *= 2) {
      Value head = ops.slice(product, axis, 0, far, 1);
      Value behind = ops.slice(product, axis, far, Long.MAX_VALUE, 1);
      Value before = ops.slice(product, axis, 0, -far, 1);
      product = ops.concat(axis, List.of(head, ops.mul(before, behind)));
    }
    return product;
  }

  /** Along an axis of unknown length: for each place the product of all up to it. */
  private static Value productOfAny(Ops ops, Value x, int axis) {
    Value wide = ops.unsqueeze(x, axis + 1L);
    Value places = Lengths.positions(ops, x, axis);
    Value upTo = ops.lessOrEqual(ops.unsqueeze(places, 1), ops.unsqueeze(places, 0));
    for (int i = axis + 1; i < x.rank(); i++) {
      upTo = ops.unsqueeze(upTo, upTo.rank());
    }
    Value factors = ops.where(upTo, wide, ops.scalar(x, 1));
    return ops.apply(new Reduction.ReduceProd(0, 0), factors, ops.longs(axis));
  }
}
