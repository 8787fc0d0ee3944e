package dev.tenon.layers.ops.math;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.ops.call.OpRegistrar;
import dev.tenon.layers.ops.elementwise.ElementwiseOps;
import dev.tenon.tensor.DType;
import java.util.List;

/**
 * The modified Bessel function of order 0, by its power series near 0 and its asymptotic series
 * elsewhere.
 *
 * <p>No term of either series is negative, so that nothing cancels.
 *
 * @param border the argument at which the series change
 * @param near the number of terms of the power series
 * @param far the number of terms of the asymptotic series
 * @see <a href="https://dlmf.nist.gov/10.40">NIST: asymptotic expansions for large argument</a>
 */
public record BesselOps(double border, int near, int far) {
  private static final BesselOps SINGLE = new BesselOps(12, 26, 12);
  private static final BesselOps DOUBLE = new BesselOps(20, 42, 24);

  /** Registers the functions of this family. */
  public static void list(OpRegistrar table) {
    table.add("I0", "", "x", args -> List.of(apply(args.ops(), args.value(0))));
  }

  private static Value apply(Ops ops, Value given) {
    DType type = given.dtype();
    boolean wide = type == DType.INT64 || type == DType.FLOAT64;
    Value x = type.isFloating() ? given : ops.cast(given, wide ? DType.FLOAT64 : DType.FLOAT32);
    return (wide ? DOUBLE : SINGLE).of(ops, ops.abs(x));
  }

  private Value of(Ops ops, Value size) {
    // Neither series is asked where it would overflow: its gradient would be none.
    Value small = nearby(ops, ops.min(size, border));
    Value large = distant(ops, ops.max(size, border));
    return ops.where(ops.less(size, ops.scalar(size, border)), small, large);
  }

  private Value nearby(Ops ops, Value x) {
    Value quarter = ops.mul(ops.mul(x, x), 0.25);
    Value sum = ops.scalar(x, 1);
    for (int k = near; k > 0; k--) {
      sum = ops.add(ops.mul(ops.mul(quarter, 1.0 / ((double) k * k)), sum), 1);
    }
    return sum;
  }

  private Value distant(Ops ops, Value x) {
    Value inverse = ElementwiseOps.inverse(ops, x);
    Value sum = ops.scalar(x, 1);
    for (int k = far; k > 0; k--) {
      double odd = 2.0 * k - 1;
      sum = ops.add(ops.mul(ops.mul(inverse, odd * odd / (8.0 * k)), sum), 1);
    }
    Value scale = ops.sqrt(ops.mul(inverse, 1 / (2 * Math.PI)));
    return ops.mul(ops.exp(x), ops.mul(scale, sum));
  }
}
