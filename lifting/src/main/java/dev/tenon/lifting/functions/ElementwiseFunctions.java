package dev.tenon.lifting.functions;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.RandomGenerators;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.op.Variadic;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** Arithmetic, comparisons and choices, element by element. */
public final class ElementwiseFunctions {
  private ElementwiseFunctions() {}

  public static void list(FunctionTable table) {
    unary(table);
    binary(table);
    table.one(Variadic.Max.class, node -> folded(node, "Maximum"));
    table.one(Variadic.Min.class, node -> folded(node, "Minimum"));
    table.one(Variadic.Sum.class, node -> folded(node, "Add"));
    table.one(Variadic.Mean.class, ElementwiseFunctions::mean);
    table.one(Variadic.Clip.class, ElementwiseFunctions::clip);
    table.one(
        Variadic.Where.class, node -> node.writer().where(node.in(0), node.in(1), node.in(2)));
    table.put(RandomGenerators.Dropout.class, ElementwiseFunctions::dropout);
  }

  private static void unary(FunctionTable table) {
    table.same(Unary.Abs.class, "Absolute");
    table.same(Unary.Neg.class, "Negative");
    table.same(Unary.Sign.class, "Sign");
    table.same(Unary.Reciprocal.class, "Reciprocal");
    table.same(Unary.Sqrt.class, "Sqrt");
    table.same(Unary.Exp.class, "Exp");
    table.same(Unary.Log.class, "Log");
    table.same(Unary.Floor.class, "Floor");
    table.same(Unary.Ceil.class, "Ceil");
    table.same(Unary.Round.class, "Round");
    table.same(Unary.Sin.class, "Sin");
    table.same(Unary.Cos.class, "Cos");
    table.same(Unary.Tan.class, "Tan");
    table.same(Unary.Asin.class, "Arcsin");
    table.same(Unary.Acos.class, "Arccos");
    table.same(Unary.Atan.class, "Arctan");
    table.same(Unary.Sinh.class, "Sinh");
    table.same(Unary.Cosh.class, "Cosh");
    table.same(Unary.Tanh.class, "Tanh");
    table.same(Unary.Asinh.class, "Arcsinh");
    table.same(Unary.Acosh.class, "Arccosh");
    table.same(Unary.Atanh.class, "Arctanh");
    table.same(Unary.Erf.class, "Erf");
    table.same(Unary.Not.class, "LogicalNot");
    table.same(Unary.BitwiseNot.class, "BitwiseNot");
    table.same(Unary.IsNaN.class, "Isnan");
    table.one(Unary.IsInf.class, ElementwiseFunctions::infinite);
    table.one(Unary.Identity.class, node -> node.in(0));
    table.one(Unary.Cast.class, (node, cast) -> node.writer().cast(node.in(0), cast.to()));
  }

  private static void binary(FunctionTable table) {
    pair(table, Binary.Add.class, "Add");
    pair(table, Binary.Sub.class, "Subtract");
    pair(table, Binary.Mul.class, "Multiply");
    pair(table, Binary.And.class, "LogicalAnd");
    pair(table, Binary.Or.class, "LogicalOr");
    pair(table, Binary.Xor.class, "LogicalXor");
    pair(table, Binary.Equal.class, "Equal");
    pair(table, Binary.Greater.class, "Greater");
    pair(table, Binary.GreaterOrEqual.class, "GreaterEqual");
    pair(table, Binary.Less.class, "Less");
    pair(table, Binary.LessOrEqual.class, "LessEqual");
    pair(table, Binary.BitwiseAnd.class, "BitwiseAnd");
    pair(table, Binary.BitwiseOr.class, "BitwiseOr");
    pair(table, Binary.BitwiseXor.class, "BitwiseXor");
    table.one(Binary.Div.class, ElementwiseFunctions::divide);
    table.one(Binary.Pow.class, ElementwiseFunctions::power);
    table.one(Binary.Mod.class, ElementwiseFunctions::modulo);
    table.one(
        Binary.BitShift.class,
        (node, shift) -> {
          String name = shift.direction().equals("LEFT") ? "LeftShift" : "RightShift";
          return node.writer().elementwise(name, node.in(0), node.in(1));
        });
  }

  private static void pair(FunctionTable table, Class<? extends Operator> operator, String name) {
    table.one(operator, node -> node.writer().elementwise(name, node.in(0), node.in(1)));
  }

  private static Operand infinite(FunctionNode node, Unary.IsInf operator) {
    boolean below = operator.detectNegative() != 0;
    boolean above = operator.detectPositive() != 0;
    String name = below == above ? "Isinf" : below ? "Isneginf" : "Isposinf";
    Operand found = node.writer().same(name, Map.of(), node.in(0));
    // Neither of both is looked for.
    Operand never = Operand.of(Tensor.scalar(DType.BOOL, 0L));
    return below || above ? found : node.writer().elementwise("LogicalAnd", found, never);
  }

  private static Operand folded(FunctionNode node, String name) {
    Operand result = node.in(0);
    for (int i = 1; i < node.operands().size(); i++) {
      result = node.writer().elementwise(name, result, node.in(i));
    }
    return result;
  }

  private static Operand mean(FunctionNode node) {
    Operand sum = folded(node, "Add");
    Operand count = FunctionWriter.number(sum, node.operands().size());
    return node.writer().elementwise("Divide", sum, count);
  }

  private static Operand clip(FunctionNode node) {
    Operand result = node.in(0);
    if (node.has(1)) {
      result = node.writer().elementwise("Maximum", result, scalar(node.in(1)));
    }
    return node.has(2) ? node.writer().elementwise("Minimum", result, scalar(node.in(2))) : result;
  }

  /** Returns a bound without the one axis that some files give it. */
  private static Operand scalar(Operand bound) {
    Tensor constant = bound.constant();
    return constant != null && constant.size() == 1 && constant.rank() > 0
        ? Operand.of(constant.reshape())
        : bound;
  }

  /** Divides; whole numbers without what is left, towards zero. */
  private static Operand divide(FunctionNode node) {
    Operand a = node.in(0);
    Operand b = node.in(1);
    FunctionWriter writer = node.writer();
    if (a.dtype().isFloating()) {
      return writer.elementwise("Divide", a, b);
    }
    if (a.dtype().isUnsigned()) {
      return writer.elementwise("FloorDivide", a, b);
    }
    Operand size = writer.elementwise("FloorDivide", absolute(writer, a), absolute(writer, b));
    Operand sign = writer.multiply(sign(writer, a), sign(writer, b));
    return writer.multiply(size, sign);
  }

  private static Operand absolute(FunctionWriter writer, Operand x) {
    Tensor constant = x.constant();
    if (constant == null) {
      return writer.same("Absolute", Map.of(), x);
    }
    return Operand.of(mapped(constant, false));
  }

  private static Operand sign(FunctionWriter writer, Operand x) {
    Tensor constant = x.constant();
    return constant == null ? writer.same("Sign", Map.of(), x) : Operand.of(mapped(constant, true));
  }

  private static Tensor mapped(Tensor constant, boolean sign) {
    Tensor.Writer writer = new Tensor.Writer(constant.dtype(), constant.size());
    for (int i = 0; i < constant.size(); i++) {
      long value = constant.getLong(i);
      writer.set(i, sign ? Long.signum(value) : Math.abs(value));
    }
    return writer.build(constant.shape());
  }

  private static Operand power(FunctionNode node) {
    FunctionWriter writer = node.writer();
    Operand x = node.in(0);
    Operand exponent = node.in(1);
    boolean wide = !x.dtype().isFloating() && exponent.dtype().isFloating();
    DType type = wide ? DType.FLOAT64 : x.dtype();
    Operand power = writer.elementwise("Power", writer.cast(x, type), writer.cast(exponent, type));
    return writer.cast(power, x.dtype());
  }

  private static Operand modulo(FunctionNode node) {
    boolean towardsZero = node.operator(Binary.Mod.class).fmod() == 1;
    return node.writer().elementwise(towardsZero ? "Fmod" : "Mod", node.in(0), node.in(1));
  }

  /** Takes the operand itself: nothing is dropped outside of training. */
  private static List<Operand> dropout(FunctionNode node) {
    boolean trains = node.has(2) && node.constant(2, "training mode").getLong(0) != 0;
    if (trains) {
      throw new NoFunctionException("drops entries at random in every run; layers do in training");
    }
    Operand x = node.in(0);
    boolean mask = node.node().outputs().size() > 1;
    return mask
        ? List.of(x, node.writer().same("OnesLike", Map.of("dtype", "bool"), x))
        : List.of(x);
  }
}
