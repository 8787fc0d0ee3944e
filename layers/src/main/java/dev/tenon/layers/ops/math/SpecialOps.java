package dev.tenon.layers.ops.math;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Unary;
import dev.tenon.layers.ops.call.OpArgs;
import dev.tenon.layers.ops.call.OpRegistrar;
import dev.tenon.layers.ops.call.Operands;
import dev.tenon.tensor.DType;
import java.util.List;

/** Error functions, and distances between points. */
public final class SpecialOps {
  /** Giles' polynomials for the inverse error function: near the middle, and at the ends. */
  private static final double[] MIDDLE = {
    2.81022636e-08,
    3.43273939e-07,
    -3.5233877e-06,
    -4.39150654e-06,
    0.00021858087,
    -0.00125372503,
    -0.00417768164,
    0.246640727,
    1.50140941
  };

  private static final double[] ENDS = {
    -0.000200214257,
    0.000100950558,
    0.00134934322,
    -0.00367342844,
    0.00573950773,
    -0.0076224613,
    0.00943887047,
    1.00167406,
    2.83297682
  };

  private SpecialOps() {}

  /** Registers the functions of this family. */
  public static void list(OpRegistrar table) {
    table.add(
        "Erfc", "erfc", "x", args -> List.of(args.ops().sub(1, erf(args.ops(), args.real(0)))));
    table.add("Erfinv", "erfinv", "x", args -> List.of(inverse(args)));
    table.add("CDist", "", "x y", args -> List.of(distances(args)));
  }

  private static Value erf(Ops ops, Value x) {
    return ops.apply(new Unary.Erf(), x);
  }

  private static Value inverse(OpArgs args) {
    Ops ops = args.ops();
    Value given = args.real(0);
    DType type = given.dtype() == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
    Value x = ops.cast(given, type);
    Value one = ops.scalar(x, 1);
    Value far = ops.greaterOrEqual(ops.abs(x), one);
    Value safe = ops.where(far, ops.scalar(x, 0), x);
    Value w = ops.neg(ops.log(ops.mul(ops.sub(1, safe), ops.add(safe, 1))));
    Value middle = polynomial(ops, MIDDLE, ops.sub(w, 2.5));
    // The root's slope is infinite at 0, where it is not needed.
    Value ends = polynomial(ops, ENDS, ops.sub(ops.sqrt(ops.max(w, 1)), 3));
    Value y = ops.mul(ops.where(ops.less(w, ops.scalar(w, 5)), middle, ends), safe);
    if (type == DType.FLOAT64) {
      // The polynomials are for float32; two of Newton's steps square the error twice.
      y = closer(ops, closer(ops, y, safe), safe);
    }
    Value positive = ops.greater(x, ops.scalar(x, 0));
    Value infinite =
        ops.where(
            positive,
            ops.scalar(x, Double.POSITIVE_INFINITY),
            ops.scalar(x, Double.NEGATIVE_INFINITY));
    Value outside = ops.greater(ops.abs(x), one);
    Value undefined = ops.scalar(x, Double.NaN);
    Value edge = ops.where(outside, undefined, infinite);
    return ops.cast(ops.where(far, edge, y), given.dtype());
  }

  private static Value polynomial(Ops ops, double[] factors, Value w) {
    Value sum = ops.add(ops.mul(w, factors[0]), factors[1]);
    for (int i = 2; i < factors.length; i++) {
      sum = ops.add(ops.mul(sum, w), factors[i]);
    }
    return sum;
  }

  private static Value closer(Ops ops, Value y, Value x) {
    Value slope = ops.mul(ops.exp(ops.neg(ops.mul(y, y))), 2 / Math.sqrt(Math.PI));
    return ops.sub(y, ops.div(ops.sub(erf(ops, y), x), slope));
  }

  private static Value distances(OpArgs args) {
    Ops ops = args.ops();
    List<Value> pair = Operands.pair(args, 0, 1);
    Value x = pair.get(0);
    Value y = pair.get(1);
    if (x.rank() < 2 || y.rank() < 2) {
      throw args.refuse("takes points in the last axis but one");
    }
    Value apart = ops.sub(ops.unsqueeze(x, x.rank() - 1L), ops.unsqueeze(y, y.rank() - 2L));
    return ops.sqrt(ops.reduceSum(ops.mul(apart, apart), false, apart.rank() - 1L));
  }
}
