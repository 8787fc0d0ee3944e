package dev.tenon.ir.fold;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorTable;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Unary;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.SmallFloats;
import dev.tenon.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Operators on one tensor, element by element, computed in double and rounded to its type. */
final class UnaryMath {
  private static final Map<Class<? extends Operator>, DoubleUnaryOperator> REAL =
      Map.ofEntries(
          Map.entry(Unary.Abs.class, Math::abs),
          Map.entry(Unary.Neg.class, x -> -x),
          Map.entry(Unary.Sign.class, Math::signum),
          Map.entry(Unary.Reciprocal.class, x -> 1 / x),
          Map.entry(Unary.Sqrt.class, Math::sqrt),
          Map.entry(Unary.Exp.class, Math::exp),
          Map.entry(Unary.Log.class, Math::log),
          Map.entry(Unary.Floor.class, Math::floor),
          Map.entry(Unary.Ceil.class, Math::ceil),
          Map.entry(Unary.Round.class, Math::rint),
          Map.entry(Unary.Sin.class, Math::sin),
          Map.entry(Unary.Cos.class, Math::cos),
          Map.entry(Unary.Tan.class, Math::tan),
          Map.entry(Unary.Asin.class, Math::asin),
          Map.entry(Unary.Acos.class, Math::acos),
          Map.entry(Unary.Atan.class, Math::atan),
          Map.entry(Unary.Sinh.class, Math::sinh),
          Map.entry(Unary.Cosh.class, Math::cosh),
          Map.entry(Unary.Tanh.class, Math::tanh),
          Map.entry(Unary.Asinh.class, UnaryMath::asinh),
          Map.entry(Unary.Acosh.class, x -> Math.log(x + Math.sqrt(x * x - 1))),
          Map.entry(Unary.Atanh.class, x -> 0.5 * (Math.log1p(x) - Math.log1p(-x))),
          Map.entry(Unary.Erf.class, ErrorFunction::erf),
          Map.entry(Unary.Sigmoid.class, UnaryMath::sigmoid),
          Map.entry(Unary.Relu.class, x -> x > 0 ? x : Double.isNaN(x) ? x : 0),
          Map.entry(Unary.Softplus.class, UnaryMath::softplus),
          Map.entry(Unary.Softsign.class, x -> x / (1 + Math.abs(x))),
          Map.entry(Unary.Mish.class, x -> x * Math.tanh(softplus(x))),
          Map.entry(Unary.HardSwish.class, x -> x * Math.max(0, Math.min(1, x / 6 + 0.5))));

  private static final Map<Class<? extends Operator>, LongUnaryOperator> WHOLE =
      Map.of(
          Unary.Abs.class, Math::abs,
          Unary.Neg.class, x -> -x,
          Unary.Sign.class, x -> (long) Long.signum(x),
          Unary.BitwiseNot.class, x -> ~x,
          Unary.Relu.class, x -> Math.max(0, x),
          Unary.Not.class, x -> 1 - x);

  /** The functions of operators with attributes. */
  private static final OperatorTable<Function<Operator, DoubleUnaryOperator>> ACTIVATIONS =
      new OperatorTable<>("functions");

  static {
    put(Activations.Elu.class, op -> x -> x < 0 ? op.alpha() * Math.expm1(x) : x);
    put(
        Activations.Celu.class,
        op -> x -> Math.max(0, x) + Math.min(0, op.alpha() * Math.expm1(x / op.alpha())));
    put(Activations.Selu.class, op -> x -> op.gamma() * (x < 0 ? op.alpha() * Math.expm1(x) : x));
    put(Activations.LeakyRelu.class, op -> x -> x < 0 ? op.alpha() * x : x);
    put(Activations.ThresholdedRelu.class, op -> x -> x > op.alpha() ? x : 0);
    put(
        Activations.HardSigmoid.class,
        op -> x -> Math.max(0, Math.min(1, op.alpha() * x + op.beta())));
    put(Activations.Swish.class, op -> x -> x * sigmoid(op.alpha() * x));
    put(
        Activations.Shrink.class,
        op -> x -> x < -op.lambd() ? x + op.bias() : x > op.lambd() ? x - op.bias() : 0);
    put(
        Activations.Gelu.class,
        op ->
            op.approximate().equals("tanh")
                ? x ->
                    0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))
                : x -> 0.5 * x * (1 + ErrorFunction.erf(x / Math.sqrt(2))));
  }

  private UnaryMath() {}

  private static <O extends Operator> void put(
      Class<O> operator, Function<O, DoubleUnaryOperator> function) {
    ACTIVATIONS.put(operator, op -> function.apply(operator.cast(op)));
  }

  static @Nullable Tensor apply(Operator operator, Tensor x) {
    if (operator instanceof Unary.Identity) {
      return x;
    }
    if (operator instanceof Unary.Cast cast) {
      return cast(x, cast);
    }
    if (x.dtype() == DType.STRING) {
      return null;
    }
    if (operator instanceof Unary.IsNaN) {
      return map(x, DType.BOOL, v -> Double.isNaN(v) ? 1 : 0);
    }
    if (operator instanceof Unary.IsInf op) {
      return map(
          x,
          DType.BOOL,
          v ->
              (op.detectPositive() == 1 && v == Double.POSITIVE_INFINITY)
                      || (op.detectNegative() == 1 && v == Double.NEGATIVE_INFINITY)
                  ? 1
                  : 0);
    }
    if (!x.dtype().isFloating()) {
      LongUnaryOperator whole = WHOLE.get(operator.getClass());
      return whole == null ? null : mapLong(x, whole);
    }
    DoubleUnaryOperator real = REAL.get(operator.getClass());
    Function<Operator, DoubleUnaryOperator> activation = ACTIVATIONS.find(operator.getClass());
    real = activation == null ? real : activation.apply(operator);
    return real == null ? null : map(x, x.dtype(), real);
  }

  private static @Nullable Tensor cast(Tensor x, Unary.Cast cast) {
    DType to = cast.to();
    if (x.dtype() == DType.STRING || to == DType.STRING) {
      return x.dtype() == to ? x : null;
    }
    if (to == DType.BOOL && x.dtype() != DType.BOOL) {
      return map(x, to, v -> v != 0 ? 1 : 0);
    }
    if (to.isSmall() && to.isFloating() && x.dtype() != to) {
      return toSmallFloat(x, cast);
    }
    return x.cast(to);
  }

  private static Tensor toSmallFloat(Tensor x, Unary.Cast cast) {
    SmallFloats.Rounding rounding =
        SmallFloats.rounding(cast.to(), cast.saturate() == 1, cast.roundMode());
    ByteBuffer codes = ByteBuffer.allocate(x.size());
    for (int i = 0; i < x.size(); i++) {
      codes.put(i, rounding.code(x.getFloat(i)));
    }
    return Tensor.of(cast.to(), x.shape(), codes);
  }

  private static double sigmoid(double x) {
    return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  private static double asinh(double x) {
    double a = Math.abs(x);
    return Math.copySign(Math.log1p(a + a * a / (1 + Math.sqrt(a * a + 1))), x);
  }

  static Tensor map(Tensor x, DType to, DoubleUnaryOperator function) {
    Tensor.Writer writer = new Tensor.Writer(to, x.size());
    for (int i = 0; i < x.size(); i++) {
      writer.set(i, function.applyAsDouble(x.getDouble(i)));
    }
    return writer.build(new long[] {x.size()}).reshape(x.shape());
  }

  private static Tensor mapLong(Tensor x, LongUnaryOperator function) {
    Tensor.Writer writer = new Tensor.Writer(x.dtype(), x.size());
    for (int i = 0; i < x.size(); i++) {
      writer.set(i, function.applyAsLong(x.getLong(i)));
    }
    return writer.build(new long[] {x.size()}).reshape(x.shape());
  }
}
