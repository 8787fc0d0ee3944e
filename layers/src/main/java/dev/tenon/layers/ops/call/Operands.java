package dev.tenon.layers.ops.call;

import dev.tenon.config.Config;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.common.Promotion;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;

/** Two operands of a call in their common type. */
public final class Operands {
  private Operands() {}

  /** Returns two operands in their common type; a plain number bends to the tensor beside it. */
  public static List<Value> pair(OpArgs args, int first, int second) {
    Arg a = args.required(first);
    Arg b = args.required(second);
    boolean plainA = isNumber(a);
    boolean plainB = isNumber(b);
    if (plainA == plainB) {
      return Promotion.together(args.ops(), List.of(args.tensor(a), args.tensor(b)));
    }
    Value tensor = args.tensor(plainA ? b : a);
    Tensor number = Constants.tensor(args, plainA ? a : b);
    DType type = beside(tensor.dtype(), number.dtype());
    Value left = plainA ? args.ops().constant(number.cast(type)) : args.ops().cast(tensor, type);
    Value right = plainA ? args.ops().cast(tensor, type) : args.ops().constant(number.cast(type));
    return List.of(left, right);
  }

  private static boolean isNumber(Arg arg) {
    return arg instanceof Arg.Const constant && !(constant.value() instanceof Tensor);
  }

  private static DType beside(DType tensor, DType number) {
    if (number == DType.BOOL || tensor.isFloating()) {
      return tensor;
    }
    if (number.isFloating()) {
      return DType.of(Config.floatx());
    }
    return tensor == DType.BOOL ? DType.INT32 : tensor;
  }

  /** Returns two operands in their common type; a plain number counts as the tensor it becomes. */
  public static List<Value> tensors(OpArgs args, int first, int second) {
    return Promotion.together(args.ops(), List.of(args.value(first), args.value(second)));
  }
}
