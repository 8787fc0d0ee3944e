package dev.tenon.ir.fold;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Variadic;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;
import org.jspecify.annotations.Nullable;

/** Operators on several tensors, element by element, with NumPy's broadcasting. */
final class BinaryMath {
  private static final Map<Class<? extends Operator>, DoubleBinaryOperator> REAL =
      Map.ofEntries(
          Map.entry(Binary.Add.class, Double::sum),
          Map.entry(Binary.Sub.class, (a, b) -> a - b),
          Map.entry(Binary.Mul.class, (a, b) -> a * b),
          Map.entry(Binary.Div.class, (a, b) -> a / b),
          Map.entry(Binary.Pow.class, Math::pow),
          Map.entry(Binary.PRelu.class, (x, slope) -> x < 0 ? slope * x : x),
          Map.entry(Binary.Equal.class, (a, b) -> bit(a == b)),
          Map.entry(Binary.Greater.class, (a, b) -> bit(a > b)),
          Map.entry(Binary.GreaterOrEqual.class, (a, b) -> bit(a >= b)),
          Map.entry(Binary.Less.class, (a, b) -> bit(a < b)),
          Map.entry(Binary.LessOrEqual.class, (a, b) -> bit(a <= b)),
          Map.entry(Variadic.Max.class, Math::max),
          Map.entry(Variadic.Min.class, Math::min),
          Map.entry(Variadic.Sum.class, Double::sum),
          Map.entry(Variadic.Mean.class, Double::sum));

  private static final Map<Class<? extends Operator>, LongBinaryOperator> WHOLE =
      Map.ofEntries(
          Map.entry(Binary.Add.class, Long::sum),
          Map.entry(Binary.Sub.class, (a, b) -> a - b),
          Map.entry(Binary.Mul.class, (a, b) -> a * b),
          Map.entry(Binary.Div.class, (a, b) -> a / b),
          Map.entry(Binary.Pow.class, BinaryMath::power),
          Map.entry(Binary.And.class, (a, b) -> a & b),
          Map.entry(Binary.Or.class, (a, b) -> a | b),
          Map.entry(Binary.Xor.class, (a, b) -> a ^ b),
          Map.entry(Binary.BitwiseAnd.class, (a, b) -> a & b),
          Map.entry(Binary.BitwiseOr.class, (a, b) -> a | b),
          Map.entry(Binary.BitwiseXor.class, (a, b) -> a ^ b),
          Map.entry(Binary.Equal.class, (a, b) -> bit(a == b)),
          Map.entry(Binary.Greater.class, (a, b) -> bit(a > b)),
          Map.entry(Binary.GreaterOrEqual.class, (a, b) -> bit(a >= b)),
          Map.entry(Binary.Less.class, (a, b) -> bit(a < b)),
          Map.entry(Binary.LessOrEqual.class, (a, b) -> bit(a <= b)),
          Map.entry(Variadic.Max.class, Math::max),
          Map.entry(Variadic.Min.class, Math::min),
          Map.entry(Variadic.Sum.class, Long::sum));

  private BinaryMath() {}

  static @Nullable Tensor apply(Operator operator, Tensor a, Tensor b) {
    // Unsigned 64-bit numbers do not fit a Java long: left to an engine.
    if (a.dtype() == DType.STRING || a.dtype() == DType.UINT64) {
      return null;
    }
    DType to = operator instanceof Binary.Predicate ? DType.BOOL : a.dtype();
    if (operator instanceof Binary.Pow && a.dtype() != b.dtype()) {
      return real(Math::pow, a, b, to);
    }
    if (a.dtype().isFloating()) {
      DoubleBinaryOperator function =
          operator instanceof Binary.Mod ? (x, y) -> x % y : REAL.get(operator.getClass());
      return function == null ? null : real(function, a, b, to);
    }
    LongBinaryOperator function = WHOLE.get(operator.getClass());
    if (operator instanceof Binary.Mod mod) {
      function = mod.fmod() == 1 ? (x, y) -> x % y : Math::floorMod;
    } else if (operator instanceof Binary.BitShift shift) {
      function = shift.direction().equals("LEFT") ? (x, y) -> x << y : (x, y) -> x >>> y;
    }
    boolean divides = operator instanceof Binary.Div || operator instanceof Binary.Mod;
    if (function == null || (divides && hasZero(b))) {
      return null;
    }
    return whole(function, a, b, to);
  }

  static @Nullable Tensor variadic(Variadic operator, List<@Nullable Tensor> operands) {
    if (operator instanceof Variadic.Where) {
      return where(operands);
    }
    if (operator instanceof Variadic.Clip) {
      return clip(operands);
    }
    Tensor result = operands.get(0);
    for (int i = 1; i < operands.size() && result != null; i++) {
      Tensor next = operands.get(i);
      result = next == null ? null : apply(operator, result, next);
    }
    if (operator instanceof Variadic.Mean && result != null) {
      return result.scale(1.0 / operands.size(), 0).cast(result.dtype());
    }
    return result;
  }

  private static @Nullable Tensor where(List<@Nullable Tensor> operands) {
    List<Tensor> all = new ArrayList<>();
    for (Tensor operand : operands) {
      if (operand == null || operand.dtype() == DType.STRING) {
        return null;
      }
      all.add(operand);
    }
    Broadcast broadcast = new Broadcast(all);
    Tensor condition = all.get(0);
    Tensor.Writer writer = new Tensor.Writer(all.get(1).dtype(), broadcast.size());
    broadcast.forEach(
        (to, from) -> {
          int chosen = condition.getLong(from[0]) != 0 ? 1 : 2;
          copy(all.get(chosen), from[chosen], writer, to);
        });
    return build(writer, broadcast);
  }

  private static @Nullable Tensor clip(List<@Nullable Tensor> operands) {
    Tensor x = operands.get(0);
    Tensor low = operands.size() > 1 ? operands.get(1) : null;
    Tensor high = operands.size() > 2 ? operands.get(2) : null;
    if (x != null && low != null) {
      x = apply(new Variadic.Max(), x, low);
    }
    return x == null || high == null ? x : apply(new Variadic.Min(), x, high);
  }

  private static Tensor real(DoubleBinaryOperator function, Tensor a, Tensor b, DType to) {
    Broadcast broadcast = new Broadcast(List.of(a, b));
    Tensor.Writer writer = new Tensor.Writer(to, broadcast.size());
    broadcast.forEach(
        (at, from) ->
            writer.set(at, function.applyAsDouble(a.getDouble(from[0]), b.getDouble(from[1]))));
    return build(writer, broadcast);
  }

  private static Tensor whole(LongBinaryOperator function, Tensor a, Tensor b, DType to) {
    Broadcast broadcast = new Broadcast(List.of(a, b));
    Tensor.Writer writer = new Tensor.Writer(to, broadcast.size());
    broadcast.forEach(
        (at, from) -> writer.set(at, function.applyAsLong(a.getLong(from[0]), b.getLong(from[1]))));
    return build(writer, broadcast);
  }

  private static Tensor build(Tensor.Writer writer, Broadcast broadcast) {
    return writer.build(new long[] {broadcast.size()}).reshape(broadcast.shape());
  }

  static void copy(Tensor source, int from, Tensor.Writer target, int to) {
    if (source.dtype().isFloating()) {
      target.set(to, source.getDouble(from));
    } else {
      target.set(to, source.getLong(from));
    }
  }

  private static boolean hasZero(Tensor divisor) {
    for (int i = 0; i < divisor.size(); i++) {
      if (divisor.getLong(i) == 0) {
        return true;
      }
    }
    return false;
  }

  private static long power(long base, long exponent) {
    if (exponent < 0) {
      return base == 1 ? 1 : base == -1 ? (exponent % 2 == 0 ? 1 : -1) : 0;
    }
    long result = 1;
    for (long i = 0; i < Math.min(exponent, 64); i++) {
      result *= base;
    }
    return exponent <= 64 ? result : (long) Math.pow((double) base, (double) exponent);
  }

  private static int bit(boolean condition) {
    return condition ? 1 : 0;
  }
}
