package dev.tenon.layers.ops;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Arg;
import dev.tenon.ir.layer.Ops;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;

/** The element type of a result of several tensors, as Keras' {@code result_type} gives it. */
public final class Promotion {
  private Promotion() {}

  /** Returns two operands in their common type; a plain number bends to the tensor beside it. */
  static List<Value> pair(OpArgs args, int first, int second) {
    Arg a = args.required(first);
    Arg b = args.required(second);
    boolean plainA = isNumber(a);
    boolean plainB = isNumber(b);
    if (plainA == plainB) {
      return together(args.ops(), List.of(args.tensor(a), args.tensor(b)));
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
      return DType.FLOAT32;
    }
    return tensor == DType.BOOL ? DType.INT32 : tensor;
  }

  /** Returns two operands in their common type; a plain number counts as the tensor it becomes. */
  static List<Value> tensors(OpArgs args, int first, int second) {
    return together(args.ops(), List.of(args.value(first), args.value(second)));
  }

  /** Returns the type of a sum or a product of elements of a type. */
  static DType ofSum(DType type) {
    return switch (type) {
      case BOOL, INT8, INT16 -> DType.INT32;
      case UINT8, UINT16 -> DType.UINT32;
      default -> type;
    };
  }

  /**
   * Returns x in a type that every runtime computes with; cast back to x's type, a result wraps
   * around as it does in that type.
   */
  static Value wide(Ops ops, Value x) {
    return switch (x.dtype()) {
      case BOOL, INT8, INT16, UINT8, UINT16 -> ops.cast(x, DType.INT32);
      case UINT32, UINT64 -> ops.cast(x, DType.INT64);
      default -> x;
    };
  }

  /** Returns tensors in their common type. */
  public static List<Value> together(Ops ops, List<Value> values) {
    DType common = values.get(0).dtype();
    for (Value value : values) {
      common = of(common, value.dtype());
    }
    DType type = common;
    return values.stream().map(value -> ops.cast(value, type)).toList();
  }

  /** Returns the common type of two. */
  static DType of(DType a, DType b) {
    if (a == b || b == DType.BOOL) {
      return a;
    }
    if (a == DType.BOOL) {
      return b;
    }
    if (a.isFloating() || b.isFloating()) {
      if (a.isFloating() && b.isFloating()) {
        return a.bytes() == b.bytes() ? DType.FLOAT32 : a.bytes() > b.bytes() ? a : b;
      }
      return a.isFloating() ? a : b;
    }
    if (a.isUnsigned() == b.isUnsigned()) {
      return a.bytes() > b.bytes() ? a : b;
    }
    DType signed = a.isUnsigned() ? b : a;
    int bytes = a.isUnsigned() ? a.bytes() : b.bytes();
    if (signed.bytes() > bytes) {
      return signed;
    }
    return switch (bytes) {
      case 1 -> DType.INT16;
      case 2 -> DType.INT32;
      case 4 -> DType.INT64;
      default -> DType.FLOAT32;
    };
  }
}
