package dev.tenon.layers.common;

import dev.tenon.config.Config;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.tensor.DType;
import java.util.List;

/**
 * The element type of the result of several tensors, by the rules of Keras' {@code result_type}.
 */
public final class Promotion {
  private Promotion() {}

  /** Returns the type of a sum or a product of elements of a type. */
  public static DType ofSum(DType type) {
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
  public static Value wide(Ops ops, Value x) {
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

  /** Returns the common type of two types. */
  public static DType of(DType a, DType b) {
    return a == b ? a : Config.resultType(a, b);
  }
}
