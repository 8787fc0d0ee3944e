package dev.tenon.layers.ops;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Ops;
import dev.tenon.ir.op.Unary;
import dev.tenon.tensor.DType;
import java.util.List;
import java.util.stream.LongStream;

/** Rarer functions of NumPy's in Keras: of one tensor, of two, and those that pass over NaN. */
final class Numeric {
  private static final double LARGEST = Float.MAX_VALUE;

  private Numeric() {}

  static void list(OpTable.Registrar table) {
    table.add("Fabs", "", "x", args -> List.of(args.ops().abs(args.real(0))));
    table.add("Rad2deg", "", "x", args -> List.of(args.ops().mul(args.real(0), 180 / Math.PI)));
    table.add("Cbrt", "", "x", args -> List.of(cubeRoot(args)));
    table.add("Sinc", "", "x", args -> List.of(sinc(args)));
    table.add("Isposinf", "", "x", args -> List.of(infinite(args, 0, 1)));
    table.add("Isneginf", "", "x", args -> List.of(infinite(args, 1, 0)));
    table.add("NanToNum", "", "x nan posinf neginf", args -> List.of(withoutNan(args)));
    table.add("Heaviside", "", "x1 x2", args -> List.of(step(args)));
    table.add("Isclose", "", "x1 x2 rtol atol equal_nan", args -> List.of(close(args)));
    table.add("Fmax", "", "x1 x2", args -> List.of(numbersFirst(args, true)));
    table.add("Fmin", "", "x1 x2", args -> List.of(numbersFirst(args, false)));
    table.add("Logaddexp2", "", "x1 x2", args -> List.of(logOfSum(args)));
    table.add("Ptp", "", "x axis keepdims", args -> List.of(range(args)));
    table.add("Nansum", "", "x axis keepdims", args -> List.of(sumOfNumbers(args)));
    table.add("Nanmean", "", "x axis keepdims", args -> List.of(meanOfNumbers(args)));
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

  private static Value nan(Ops ops, Value x) {
    return ops.apply(new Unary.IsNaN(), x);
  }

  private static Value withoutNan(OpArgs args) {
    Ops ops = args.ops();
    Value x = args.value(0);
    if (!x.dtype().isFloating()) {
      return x;
    }
    double largest =
        switch (x.dtype()) {
          case FLOAT16 -> 65504;
          case FLOAT64 -> Double.MAX_VALUE;
          case BFLOAT16 -> 3.3895313892515355e38;
          default -> LARGEST;
        };
    Value y = ops.where(nan(ops, x), ops.scalar(x, args.number(1, 0)), x);
    Value above = ops.apply(new Unary.IsInf(0, 1), y);
    y = ops.where(above, ops.scalar(x, args.number(2, largest)), y);
    Value below = ops.apply(new Unary.IsInf(1, 0), y);
    return ops.where(below, ops.scalar(x, args.number(3, -largest)), y);
  }

  private static Value real(Ops ops, Value x) {
    return x.dtype().isFloating() ? x : ops.cast(x, DType.FLOAT32);
  }

  private static Value step(OpArgs args) {
    Ops ops = args.ops();
    List<Value> pair = Promotion.pair(args, 0, 1);
    Value x = real(ops, pair.get(0));
    Value at = real(ops, pair.get(1));
    Value zero = ops.scalar(x, 0);
    Value above = ops.where(ops.greater(x, zero), ops.scalar(x, 1), at);
    return ops.where(ops.less(x, zero), zero, above);
  }

  private static Value close(OpArgs args) {
    Ops ops = args.ops();
    List<Value> pair = Promotion.pair(args, 0, 1);
    Value a = pair.get(0);
    Value b = pair.get(1);
    if (!a.dtype().isFloating()) {
      return ops.equal(a, b);
    }
    Value bound = ops.add(ops.mul(ops.abs(b), args.number(2, 1e-5)), args.number(3, 1e-8));
    Value near = ops.lessOrEqual(ops.abs(ops.sub(a, b)), bound);
    return args.flag(4, false) ? ops.or(near, ops.and(nan(ops, a), nan(ops, b))) : near;
  }

  private static Value numbersFirst(OpArgs args, boolean greatest) {
    Ops ops = args.ops();
    List<Value> pair = Promotion.pair(args, 0, 1);
    Value a = pair.get(0);
    Value b = pair.get(1);
    Value chosen = greatest ? ops.max(a, b) : ops.min(a, b);
    return a.dtype().isFloating()
        ? ops.where(nan(ops, a), b, ops.where(nan(ops, b), a, chosen))
        : chosen;
  }

  private static Value logOfSum(OpArgs args) {
    Ops ops = args.ops();
    List<Value> pair = Promotion.pair(args, 0, 1);
    Value a = real(ops, pair.get(0));
    Value b = real(ops, pair.get(1));
    double log2 = Math.log(2);
    Value apart = ops.mul(ops.abs(ops.sub(a, b)), -log2);
    Value more = ops.div(ops.log(ops.add(ops.exp(apart), 1)), log2);
    return ops.add(ops.max(a, b), more);
  }

  private static long[] axes(OpArgs args, Value x) {
    long[] given = args.wholes(1);
    return given == null ? LongStream.range(0, x.rank()).toArray() : given;
  }

  private static Value range(OpArgs args) {
    Ops ops = args.ops();
    Value x = args.value(0);
    long[] axes = axes(args, x);
    boolean keep = args.flag(2, false);
    return ops.sub(ops.reduceMax(x, keep, axes), ops.reduceMin(x, keep, axes));
  }

  private static Value sumOfNumbers(OpArgs args) {
    Ops ops = args.ops();
    Value x = args.real(0);
    Value numbers = ops.where(nan(ops, x), ops.scalar(x, 0), x);
    return ops.reduceSum(numbers, args.flag(2, false), axes(args, x));
  }

  private static Value meanOfNumbers(OpArgs args) {
    Ops ops = args.ops();
    Value x = args.real(0);
    Value count = ops.cast(ops.not(nan(ops, x)), x.dtype());
    Value all = ops.reduceSum(count, args.flag(2, false), axes(args, x));
    return ops.div(sumOfNumbers(args), all);
  }
}
