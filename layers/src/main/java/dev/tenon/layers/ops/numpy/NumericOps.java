package dev.tenon.layers.ops.numpy;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Unary;
import dev.tenon.layers.common.Promotion;
import dev.tenon.layers.ops.call.Lengths;
import dev.tenon.layers.ops.call.OpArgs;
import dev.tenon.layers.ops.call.OpRegistrar;
import dev.tenon.layers.ops.call.Operands;
import dev.tenon.layers.ops.elementwise.ElementwiseOps;
import dev.tenon.tensor.DType;
import java.util.List;

/** Less common functions of NumPy on one and two tensors. */
public final class NumericOps {
  private NumericOps() {}

  /** Registers the functions of this family. */
  public static void list(OpRegistrar table) {
    table.add("Fabs", "", "x", args -> List.of(args.ops().abs(args.real(0))));
    table.add("Rad2deg", "", "x", args -> List.of(args.ops().mul(args.real(0), 180 / Math.PI)));
    table.add("Cbrt", "", "x", args -> List.of(cubeRoot(args)));
    table.add("Sinc", "", "x", args -> List.of(sinc(args)));
    table.add("Isposinf", "", "x", args -> List.of(infinite(args, 0, 1)));
    table.add("Isneginf", "", "x", args -> List.of(infinite(args, 1, 0)));
    table.add("NanToNum", "", "x nan posinf neginf", args -> List.of(withoutNan(args)));
    table.add("Heaviside", "", "x1 x2", args -> List.of(step(args)));
    table.add("Isclose", "", "x1 x2 rtol atol equal_nan", args -> List.of(close(args)));
    table.add("AllClose", "", "x1 x2 rtol atol equal_nan", args -> List.of(allClose(args)));
    table.add("Fmod", "", "x1 x2", args -> List.of(remainder(args)));
    table.add("Ldexp", "", "x1 x2", args -> List.of(scaled(args)));
    table.add("Nextafter", "", "x1 x2", args -> List.of(next(args)));
    table.add("Signbit", "", "x", args -> List.of(signBit(args)));
    table.add("Fmax", "", "x1 x2", args -> List.of(numbersFirst(args, true)));
    table.add("Fmin", "", "x1 x2", args -> List.of(numbersFirst(args, false)));
    table.add("Logaddexp2", "", "x1 x2", args -> List.of(logOfSum(args)));
    table.add("Ptp", "", "x axis keepdims", args -> List.of(range(args)));
  }

  private static Value cubeRoot(OpArgs args) {
    Ops ops = args.ops();
    Value x = args.real(0);
    Value size = ops.pow(ops.abs(x), ops.scalar(x, 1.0 / 3));
    return ops.mul(ops.apply(new Unary.Sign(), x), size);
  }

  private static Value sinc(OpArgs args) {
    Ops ops = args.ops();
    Value x = args.real(0);
    Value angle = ops.mul(x, Math.PI);
    Value quotient = ops.div(ops.apply(new Unary.Sin(), angle), angle);
    return ops.where(ops.equal(x, ops.scalar(x, 0)), ops.scalar(x, 1), quotient);
  }

  private static Value infinite(OpArgs args, long negative, long positive) {
    return args.ops().apply(new Unary.IsInf(negative, positive), args.real(0));
  }

  private static Value withoutNan(OpArgs args) {
    Double above = args.has(2) ? Double.valueOf(args.number(2, 0)) : null;
    Double below = args.has(3) ? Double.valueOf(args.number(3, 0)) : null;
    return NanReductionOps.without(args.ops(), args.value(0), args.number(1, 0), above, below);
  }

  private static Value real(Ops ops, Value x) {
    return x.dtype().isFloating() ? x : ops.cast(x, DType.FLOAT32);
  }

  private static Value step(OpArgs args) {
    Ops ops = args.ops();
    List<Value> pair = Operands.pair(args, 0, 1);
    Value x = real(ops, pair.get(0));
    Value at = real(ops, pair.get(1));
    Value zero = ops.scalar(x, 0);
    Value above = ops.where(ops.greater(x, zero), ops.scalar(x, 1), at);
    return ops.where(ops.less(x, zero), zero, above);
  }

  private static Value close(OpArgs args) {
    Ops ops = args.ops();
    List<Value> pair = Operands.pair(args, 0, 1);
    Value a = pair.get(0);
    Value b = pair.get(1);
    if (!a.dtype().isFloating()) {
      return ops.equal(a, b);
    }
    return orBothNan(args, near(args, a, b), a, b);
  }

  private static Value near(OpArgs args, Value a, Value b) {
    Ops ops = args.ops();
    Value bound = ops.add(ops.mul(ops.abs(b), args.number(2, 1e-5)), args.number(3, 1e-8));
    return ops.lessOrEqual(ops.abs(ops.sub(a, b)), bound);
  }

  private static Value orBothNan(OpArgs args, Value same, Value a, Value b) {
    Ops ops = args.ops();
    return args.flag(4, false)
        ? ops.or(same, ops.and(NanReductionOps.is(ops, a), NanReductionOps.is(ops, b)))
        : same;
  }

  private static Value allClose(OpArgs args) {
    Ops ops = args.ops();
    List<Value> pair = Operands.tensors(args, 0, 1);
    Value a = Promotion.wide(ops, pair.get(0));
    Value b = Promotion.wide(ops, pair.get(1));
    Value same = ops.equal(a, b);
    if (a.dtype().isFloating()) {
      Value finite = ops.and(ElementwiseOps.finite(ops, a), ElementwiseOps.finite(ops, b));
      same = orBothNan(args, ops.or(ops.and(finite, near(args, a, b)), same), a, b);
    }
    return ReductionOps.extreme(ops, same, Lengths.axes(same), false, false);
  }

  private static Value remainder(OpArgs args) {
    Ops ops = args.ops();
    List<Value> pair = Operands.tensors(args, 0, 1);
    DType type = pair.get(0).dtype();
    Value a = Promotion.wide(ops, pair.get(0));
    Value rest = ops.apply(new Binary.Mod(1), a, Promotion.wide(ops, pair.get(1)));
    return ops.cast(rest, type == DType.BOOL ? DType.INT32 : type);
  }

  private static Value scaled(OpArgs args) {
    Ops ops = args.ops();
    List<Value> pair = Operands.tensors(args, 0, 1);
    Value x = real(ops, pair.get(0));
    Value exponent = ops.cast(args.value(1), x.dtype());
    Value product = ops.mul(x, ops.pow(ops.scalar(x, 2), exponent));
    Value stays = ops.or(ops.apply(new Unary.IsInf(1, 1), x), ops.equal(x, ops.scalar(x, 0)));
    return ops.where(stays, x, product);
  }

  /** Keras takes the next of the float64 numbers, which is x again once it is float32. */
  private static Value next(OpArgs args) {
    Ops ops = args.ops();
    List<Value> pair = Operands.tensors(args, 0, 1);
    Value x = real(ops, pair.get(0));
    if (x.dtype() == DType.FLOAT64) {
      throw args.refuse("is supported for float32 and below, not for float64");
    }
    Value to = real(ops, pair.get(1));
    return ops.where(NanReductionOps.is(ops, to), to, x);
  }

  private static Value signBit(OpArgs args) {
    Ops ops = args.ops();
    Value x = Promotion.wide(ops, args.value(0));
    Value below = ops.less(x, ops.scalar(x, 0));
    if (!x.dtype().isFloating()) {
      return below;
    }
    // Only its inverse tells -0 from 0.
    Value inverse = ops.less(ElementwiseOps.inverse(ops, x), ops.scalar(x, 0));
    return ops.or(below, ops.and(ops.equal(x, ops.scalar(x, 0)), inverse));
  }

  private static Value numbersFirst(OpArgs args, boolean greatest) {
    Ops ops = args.ops();
    List<Value> pair = Operands.pair(args, 0, 1);
    Value a = Promotion.wide(ops, pair.get(0));
    Value b = Promotion.wide(ops, pair.get(1));
    Value chosen = greatest ? ops.max(a, b) : ops.min(a, b);
    return a.dtype().isFloating()
        ? ops.where(NanReductionOps.is(ops, a), b, ops.where(NanReductionOps.is(ops, b), a, chosen))
        : ops.cast(chosen, pair.get(0).dtype());
  }

  private static Value logOfSum(OpArgs args) {
    Ops ops = args.ops();
    List<Value> pair = Operands.pair(args, 0, 1);
    Value a = real(ops, pair.get(0));
    Value b = real(ops, pair.get(1));
    double log2 = Math.log(2);
    Value apart = ops.mul(ops.abs(ops.sub(a, b)), -log2);
    Value more = ops.div(ops.log(ops.add(ops.exp(apart), 1)), log2);
    return ops.add(ops.max(a, b), more);
  }

  private static Value range(OpArgs args) {
    Ops ops = args.ops();
    Value x = args.value(0);
    long[] axes = ReductionOps.axes(args, 1, x);
    boolean keep = args.flag(2, false);
    return ops.sub(ops.reduceMax(x, keep, axes), ops.reduceMin(x, keep, axes));
  }
}
