package dev.tenon.layers.ops.elementwise;

import dev.tenon.config.Config;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Unary;
import dev.tenon.layers.common.Promotion;
import dev.tenon.layers.ops.call.OpArgs;
import dev.tenon.layers.ops.call.OpRegistrar;
import dev.tenon.layers.ops.call.Operands;
import dev.tenon.tensor.DType;
import java.util.List;

/** Elementwise functions of two tensors. */
public final class ArithmeticOps {
  private static final String PAIR = "x1|x|input y|x2|other";

  private ArithmeticOps() {}

  /** What is done with two operands of one type. */
  private interface Two {
    Value apply(Ops ops, Value a, Value b);
  }

  /** Registers the functions of this family. */
  public static void list(OpRegistrar table) {
    add(table, "Add", "add __operators__.add", Ops::add);
    add(table, "Subtract", "subtract __operators__.sub", Ops::sub);
    add(table, "Multiply", "multiply __operators__.mul", ArithmeticOps::multiply);
    add(table, "Maximum", "maximum", wide(Ops::max));
    add(table, "Minimum", "minimum", wide(Ops::min));
    add(table, "Power", "pow __operators__.pow", wide(Ops::pow));
    add(table, "FloorDivide", "floordiv floor_div", ArithmeticOps::floorDivide);
    add(table, "Mod", "floormod mod", ArithmeticOps::modulo);
    add(table, "SquaredDifference", "squared_difference", ArithmeticOps::squaredDifference);
    add(table, "DivideNoNan", "divide_no_nan", ArithmeticOps::divideNoNan);
    add(table, "Equal", "equal __operators__.eq", ArithmeticOps::equal);
    add(table, "NotEqual", "not_equal __operators__.ne", (o, a, b) -> o.not(equal(o, a, b)));
    add(table, "Greater", "greater", Ops::greater);
    add(table, "GreaterEqual", "greater_equal", Ops::greaterOrEqual);
    add(table, "Less", "less", Ops::less);
    add(table, "LessEqual", "less_equal", Ops::lessOrEqual);
    logic(table, "LogicalAnd", "logical_and __operators__.and", Ops::and);
    logic(table, "LogicalOr", "logical_or __operators__.or", Ops::or);
    logic(
        table,
        "LogicalXor",
        "logical_xor __operators__.xor",
        (ops, a, b) -> ops.apply(new Binary.Xor(), a, b));
    table.add(
        "TrueDivide Divide", "truediv divide __operators__.truediv", PAIR, ArithmeticOps::divide);
    table.add("", "add_n", "inputs", ArithmeticOps::addAll);
    table.add("", "bias_add", "value|x bias data_format", ArithmeticOps::addBias);
  }

  private static void add(OpRegistrar table, String keras, String tensorflow, Two two) {
    table.add(
        keras,
        tensorflow,
        PAIR,
        args -> {
          List<Value> pair = Operands.pair(args, 0, 1);
          return List.of(two.apply(args.ops(), pair.get(0), pair.get(1)));
        });
  }

  /** Computes in a type that ONNX and its runtime know the operator for. */
  private static Two wide(Two two) {
    return (ops, a, b) ->
        ops.cast(two.apply(ops, Promotion.wide(ops, a), Promotion.wide(ops, b)), a.dtype());
  }

  private static void logic(OpRegistrar table, String keras, String tensorflow, Two two) {
    table.add(
        keras,
        tensorflow,
        PAIR,
        args -> {
          Value a = truth(args.ops(), args.value(0));
          return List.of(two.apply(args.ops(), a, truth(args.ops(), args.value(1))));
        });
  }

  /** Returns which elements are not zero. */
  public static Value truth(Ops ops, Value x) {
    return x.dtype() == DType.BOOL ? x : ops.not(ops.equal(x, ops.scalar(x, 0)));
  }

  private static Value multiply(Ops ops, Value a, Value b) {
    return a.dtype() == DType.BOOL ? ops.and(a, b) : ops.mul(a, b);
  }

  private static Value equal(Ops ops, Value a, Value b) {
    return ops.equal(a, b);
  }

  private static Value squaredDifference(Ops ops, Value a, Value b) {
    return ElementwiseOps.square(ops, ops.sub(a, b));
  }

  private static Value divideNoNan(Ops ops, Value a, Value b) {
    Value zero = ops.equal(b, ops.scalar(b, 0));
    Value safe = ops.where(zero, ops.scalar(b, 1), b);
    return ops.where(zero, ops.scalar(b, 0), ops.div(a, safe));
  }

  /** Returns the quotients rounded down. */
  public static Value floorDivide(Ops ops, Value a, Value b) {
    if (a.dtype().isFloating()) {
      return ops.apply(new Unary.Floor(), ops.div(a, b));
    }
    Value quotient = ops.div(a, b);
    if (a.dtype().isUnsigned()) {
      return quotient;
    }
    // Division cuts towards zero: one less where there is a rest and the signs differ.
    Value rest = ops.sub(a, ops.mul(quotient, b));
    Value zero = ops.scalar(a, 0);
    Value differ = ops.apply(new Binary.Xor(), ops.less(rest, zero), ops.less(b, zero));
    Value lower = ops.and(differ, ops.not(ops.equal(rest, zero)));
    return ops.sub(quotient, ops.cast(lower, a.dtype()));
  }

  private static Value modulo(Ops ops, Value a, Value b) {
    if (!a.dtype().isFloating()) {
      return ops.apply(new Binary.Mod(0), a, b);
    }
    Value rest = ops.apply(new Binary.Mod(1), a, b);
    Value zero = ops.scalar(a, 0);
    Value differ = ops.apply(new Binary.Xor(), ops.less(rest, zero), ops.less(b, zero));
    Value wrong = ops.and(differ, ops.not(ops.equal(rest, zero)));
    return ops.where(wrong, ops.add(rest, b), rest);
  }

  private static List<Value> divide(OpArgs args) {
    List<Value> pair = Operands.pair(args, 0, 1);
    DType type = pair.get(0).dtype();
    if (!type.isFloating()) {
      // TensorFlow divides larger integers in float64, Keras all of them in float32.
      boolean wide = args.tensorflow() && type.bytes() >= Integer.BYTES;
      type = wide ? DType.FLOAT64 : DType.of(Config.floatx());
    }
    Ops ops = args.ops();
    return List.of(ops.div(ops.cast(pair.get(0), type), ops.cast(pair.get(1), type)));
  }

  private static List<Value> addAll(OpArgs args) {
    List<Value> values = args.values(0);
    Value sum = values.get(0);
    for (Value value : values.subList(1, values.size())) {
      sum = args.ops().add(sum, value);
    }
    return List.of(sum);
  }

  private static List<Value> addBias(OpArgs args) {
    if (args.text(2, "nhwc").startsWith("nc")) {
      throw args.refuse("takes data_format NHWC only");
    }
    return List.of(args.ops().add(args.value(0), args.value(1)));
  }
}
