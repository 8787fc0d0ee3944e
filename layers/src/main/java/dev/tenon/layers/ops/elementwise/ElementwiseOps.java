package dev.tenon.layers.ops.elementwise;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.op.Variadic;
import dev.tenon.layers.common.NamedActivations;
import dev.tenon.layers.ops.call.OpArgs;
import dev.tenon.layers.ops.call.OpRegistrar;
import dev.tenon.layers.ops.call.Operands;
import dev.tenon.tensor.DType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Elementwise functions of one tensor, and all activations. */
public final class ElementwiseOps {
  private static final String X = "x|input|features|tensor|logits|value";

  private ElementwiseOps() {}

  /** Registers the functions of this family. */
  public static void list(OpRegistrar table) {
    any(table, "Absolute Abs", "abs", new Unary.Abs());
    any(table, "Negative", "negative __operators__.neg", new Unary.Neg());
    any(table, "Sign", "sign", new Unary.Sign());
    any(table, "LogicalNot", "logical_not __operators__.invert", new Unary.Not());
    any(table, "Identity Copy StopGradient", "identity stop_gradient", new Unary.Identity());
    real(table, "Exp", "exp", new Unary.Exp());
    real(table, "Log", "log", new Unary.Log());
    real(table, "Sqrt", "sqrt", new Unary.Sqrt());
    real(table, "Reciprocal", "reciprocal", new Unary.Reciprocal());
    real(table, "Floor", "floor", new Unary.Floor());
    real(table, "Ceil", "ceil", new Unary.Ceil());
    real(table, "Sin", "sin", new Unary.Sin());
    real(table, "Cos", "cos", new Unary.Cos());
    real(table, "Tan", "tan", new Unary.Tan());
    real(table, "Arcsin", "asin", new Unary.Asin());
    real(table, "Arccos", "acos", new Unary.Acos());
    real(table, "Arctan", "atan", new Unary.Atan());
    real(table, "Sinh", "sinh", new Unary.Sinh());
    real(table, "Cosh", "cosh", new Unary.Cosh());
    real(table, "Arcsinh", "asinh", new Unary.Asinh());
    real(table, "Arccosh", "acosh", new Unary.Acosh());
    real(table, "Arctanh", "atanh", new Unary.Atanh());
    real(table, "Erf", "erf", new Unary.Erf());
    real(table, "Isnan", "is_nan", new Unary.IsNaN());
    real(table, "Isinf", "is_inf", new Unary.IsInf(1, 1));
    table.add("Isfinite", "is_finite", X, args -> List.of(finite(args.ops(), args.real(0))));
    table.add("Square", "square", X, args -> List.of(square(args.ops(), args.value(0))));
    table.add(
        "Rsqrt", "rsqrt", X, args -> List.of(inverse(args.ops(), args.ops().sqrt(args.real(0)))));
    table.add(
        "Expm1", "expm1", X, args -> List.of(args.ops().add(args.ops().exp(args.real(0)), -1)));
    table.add(
        "Log1p", "log1p", X, args -> List.of(args.ops().log(args.ops().add(args.real(0), 1))));
    table.add("Log2", "", X, args -> List.of(logarithm(args, 2)));
    table.add("Log10", "", X, args -> List.of(logarithm(args, 10)));
    table.add("Round Around", "round", X + " decimals", args -> List.of(round(args)));
    table.add("Trunc Fix", "", X, args -> List.of(truncated(args.ops(), args.real(0))));
    table.add(
        "Clip",
        "clip_by_value",
        "x|t|x1 x_min|clip_value_min x_max|clip_value_max",
        args -> List.of(clip(args)));
    table.add("Cast", "cast", X + " dtype", args -> List.of(cast(args)));
    table.add("SaturateCast", "saturate_cast", X + " dtype", args -> List.of(saturated(args)));
    table.add(
        "ConvertToTensor",
        "convert_to_tensor",
        X + " dtype",
        args -> List.of(args.has(1) ? cast(args) : args.value(0)));
    activations(table);
  }

  private static void activations(OpRegistrar table) {
    activation(table, "Relu", "relu", "relu", "");
    activation(table, "Relu6", "relu6", "relu6", "");
    activation(table, "Sigmoid", "sigmoid", "sigmoid", "");
    activation(table, "Tanh", "tanh", "tanh", "");
    activation(table, "Softplus", "softplus", "softplus", "");
    activation(table, "Softsign", "softsign", "softsign", "");
    activation(table, "Silu", "silu swish", "silu", "");
    activation(table, "LogSigmoid", "log_sigmoid", "log_sigmoid", "");
    activation(table, "LeakyRelu", "", "leaky_relu", "negative_slope");
    // TensorFlow's function has another default than Keras'.
    table.add("", "leaky_relu", X + " alpha", ElementwiseOps::leakyRelu);
    activation(table, "HardSigmoid", "", "hard_sigmoid", "");
    activation(table, "HardSilu HardSwish", "", "hard_silu", "");
    activation(table, "HardTanh", "", "hard_tanh", "");
    activation(table, "HardShrink", "", "hard_shrink", "threshold");
    activation(table, "SoftShrink", "", "soft_shrink", "threshold");
    activation(table, "TanhShrink", "", "tanh_shrink", "");
    activation(table, "Elu", "elu", "elu", "alpha");
    activation(table, "Selu", "selu", "selu", "");
    activation(table, "Celu", "", "celu", "alpha");
    table.add("Gelu", "gelu", X + " approximate", ElementwiseOps::gelu);
    activation(table, "Glu", "", "glu", "axis");
    activation(table, "Mish", "", "mish", "");
    activation(table, "Squareplus", "", "squareplus", "b");
    activation(table, "SparsePlus", "", "sparse_plus", "");
    activation(table, "SparseSigmoid", "", "sparse_sigmoid", "");
    activation(table, "Sparsemax", "", "sparsemax", "axis");
    activation(table, "Threshold", "", "threshold", "threshold default_value");
    activation(table, "Softmax", "softmax", "softmax", "axis");
    activation(table, "LogSoftmax", "log_softmax", "log_softmax", "axis");
  }

  private static void any(OpRegistrar table, String keras, String tensorflow, Operator operator) {
    table.add(keras, tensorflow, X, args -> List.of(args.ops().apply(operator, args.value(0))));
  }

  private static void real(OpRegistrar table, String keras, String tensorflow, Operator operator) {
    table.add(keras, tensorflow, X, args -> List.of(args.ops().apply(operator, args.real(0))));
  }

  private static void activation(
      OpRegistrar table, String keras, String tensorflow, String name, String options) {
    String parameters = options.isEmpty() ? X : X + " " + options;
    List<String> keys = options.isEmpty() ? List.of() : List.of(options.split(" ", -1));
    table.add(
        keras,
        tensorflow,
        parameters,
        args -> {
          Map<String, @Nullable Object> config = new LinkedHashMap<>();
          for (int i = 0; i < keys.size(); i++) {
            if (args.has(i + 1)) {
              boolean axis = keys.get(i).equals("axis");
              config.put(keys.get(i), axis ? axes(args, i + 1) : (Object) args.number(i + 1, 0));
            }
          }
          return List.of(
              NamedActivations.apply(args.ops(), new KerasObject(name, config), args.value(0)));
        });
  }

  private static Object axes(OpArgs args, int index) {
    long[] axes = args.wholes(index);
    if (axes == null || axes.length == 1) {
      return axes == null ? -1L : axes[0];
    }
    return Arrays.stream(axes).boxed().toList();
  }

  private static List<Value> leakyRelu(OpArgs args) {
    KerasObject named =
        new KerasObject("leaky_relu", Map.of("negative_slope", args.number(1, 0.2)));
    return List.of(NamedActivations.apply(args.ops(), named, args.value(0)));
  }

  private static List<Value> gelu(OpArgs args) {
    boolean approximate = args.flag(1, !args.tensorflow());
    KerasObject named = new KerasObject("gelu", Map.of("approximate", approximate));
    return List.of(NamedActivations.apply(args.ops(), named, args.value(0)));
  }

  /** Returns which elements are neither infinite nor NaN. */
  public static Value finite(Ops ops, Value x) {
    Value broken = ops.or(ops.apply(new Unary.IsNaN(), x), ops.apply(new Unary.IsInf(1, 1), x));
    return ops.not(broken);
  }

  /** Returns the squares of the elements. */
  public static Value square(Ops ops, Value x) {
    return ops.mul(x, x);
  }

  /** Returns the reciprocals of the elements. */
  public static Value inverse(Ops ops, Value x) {
    return ops.apply(new Unary.Reciprocal(), x);
  }

  private static Value logarithm(OpArgs args, double base) {
    return args.ops().div(args.ops().log(args.real(0)), Math.log(base));
  }

  private static Value round(OpArgs args) {
    Ops ops = args.ops();
    Value x = args.value(0);
    if (!x.dtype().isFloating()) {
      return x;
    }
    double factor = Math.pow(10, (double) args.whole(1, 0));
    if (factor == 1) {
      return ops.apply(new Unary.Round(), x);
    }
    return ops.div(ops.apply(new Unary.Round(), ops.mul(x, factor)), factor);
  }

  static Value truncated(Ops ops, Value x) {
    Value size = ops.apply(new Unary.Floor(), ops.abs(x));
    return ops.mul(ops.apply(new Unary.Sign(), x), size);
  }

  private static Value clip(OpArgs args) {
    Ops ops = args.ops();
    Value x = args.value(0);
    if (args.has(1)) {
      List<Value> pair = Operands.pair(args, 0, 1);
      x = ops.max(pair.get(0), pair.get(1));
    }
    if (args.has(2)) {
      Value high = args.value(2);
      x = ops.apply(new Variadic.Min(), x, ops.cast(high, x.dtype()));
    }
    return x;
  }

  private static Value saturated(OpArgs args) {
    DType type = args.dtype(1);
    if (type == null) {
      throw args.refuse("needs the argument 'dtype'");
    }
    return TypeLimits.saturated(args.ops(), args.value(0), type);
  }

  private static Value cast(OpArgs args) {
    DType type = args.dtype(1);
    Value x = args.value(0);
    if (type == null) {
      throw args.refuse("needs the argument 'dtype'");
    }
    if (type == DType.BOOL && x.dtype() != DType.BOOL) {
      return args.ops().not(args.ops().equal(x, args.ops().scalar(x, 0)));
    }
    return args.ops().cast(x, type);
  }
}
