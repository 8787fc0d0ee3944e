package dev.tenon.layers.ops.elementwise;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.math.BigDecimal;
import java.math.BigInteger;

/** The smallest and largest numbers of element types, and saturating casts. */
public final class TypeLimits {
  private TypeLimits() {}

  /** Returns the least number of a type, as a vector of one. */
  public static Tensor lowest(DType type) {
    return number(type, low(type));
  }

  /** Returns the greatest number of a type, as a vector of one. */
  public static Tensor highest(DType type) {
    return number(type, high(type));
  }

  private static Tensor number(DType type, BigDecimal number) {
    Tensor.Writer writer = new Tensor.Writer(type, 1);
    if (type.isFloating()) {
      writer.set(0, number.doubleValue());
    } else {
      writer.set(0, number.longValue());
    }
    return writer.build(1);
  }

  private static BigDecimal low(DType type) {
    if (type == DType.BOOL) {
      return BigDecimal.ZERO;
    }
    if (type.isFloating()) {
      return high(type).negate();
    }
    return type.isUnsigned()
        ? BigDecimal.ZERO
        : new BigDecimal(BigInteger.ONE.shiftLeft(8 * type.bytes() - 1).negate());
  }

  private static BigDecimal high(DType type) {
    if (type == DType.BOOL) {
      return BigDecimal.ONE;
    }
    if (type.isFloating()) {
      return new BigDecimal(
          switch (type) {
            case FLOAT16 -> 65504.0;
            case BFLOAT16 -> 0x1.FEp127;
            case FLOAT64 -> Double.MAX_VALUE;
            default -> (double) Float.MAX_VALUE;
          });
    }
    int bits = 8 * type.bytes() - (type.isUnsigned() ? 0 : 1);
    return new BigDecimal(BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE));
  }

  /** Casts; numbers beyond the new type become its nearest number. */
  static Value saturated(Ops ops, Value x, DType to) {
    DType from = x.dtype();
    if (from == DType.BOOL) {
      return ops.cast(x, to);
    }
    Value limited = x;
    if (low(to).compareTo(low(from)) > 0) {
      limited = ops.max(limited, ops.constant(inside(from, low(to))));
    }
    if (high(to).compareTo(high(from)) < 0) {
      limited = ops.min(limited, ops.constant(inside(from, high(to))));
    }
    if (to == DType.BOOL) {
      return ops.not(ops.equal(limited, ops.scalar(limited, 0)));
    }
    return ops.cast(limited, to);
  }

  /** Returns the number of a type that is nearest to a limit, on the side of zero. */
  private static Tensor inside(DType type, BigDecimal limit) {
    if (type.isInteger() || limit.signum() == 0) {
      return number(type, limit).reshape();
    }
    Tensor near = number(type, limit);
    double found = near.getDouble(0);
    if (new BigDecimal(found).abs().compareTo(limit.abs()) <= 0) {
      return near.reshape();
    }
    int digits =
        switch (type) {
          case FLOAT16 -> 11;
          case BFLOAT16 -> 8;
          case FLOAT64 -> 53;
          default -> 24;
        };
    // The limit was rounded up to a power of two: one step below it.
    double step = Math.scalb(1.0, Math.getExponent(found) - digits);
    return number(type, new BigDecimal(found - Math.signum(found) * step)).reshape();
  }
}
