package dev.tenon.layers.ops.numpy;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.layers.common.Promotion;
import dev.tenon.layers.ops.call.OpArgs;
import dev.tenon.layers.ops.call.OpRegistrar;
import dev.tenon.layers.ops.call.Operands;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;

/** Functions of the bits of integers. */
public final class BitwiseOps {
  private static final String PAIR = "x y";

  private BitwiseOps() {}

  /** Registers the functions of this family. */
  public static void list(OpRegistrar table) {
    table.add("BitwiseAnd", "", PAIR, args -> List.of(both(args, new Binary.BitwiseAnd())));
    table.add("BitwiseOr", "", PAIR, args -> List.of(both(args, new Binary.BitwiseOr())));
    table.add("BitwiseXor", "", PAIR, args -> List.of(both(args, new Binary.BitwiseXor())));
    table.add("BitwiseNot BitwiseInvert", "", "x", args -> List.of(not(args)));
    table.add("BitwiseLeftShift LeftShift", "", PAIR, args -> List.of(left(args)));
    table.add("BitwiseRightShift RightShift", "", PAIR, args -> List.of(right(args)));
  }

  private static Value both(OpArgs args, Operator operator) {
    List<Value> pair = Operands.tensors(args, 0, 1);
    Value a = integers(args, pair.get(0));
    return args.ops().apply(operator, a, pair.get(1));
  }

  private static Value integers(OpArgs args, Value x) {
    if (!x.dtype().isInteger()) {
      throw args.refuse("takes integers, not " + x.dtype());
    }
    return x;
  }

  private static Value not(OpArgs args) {
    Ops ops = args.ops();
    Value x = integers(args, args.value(0));
    return ops.apply(new Binary.BitwiseXor(), x, ones(ops, x.dtype()));
  }

  private static Value ones(Ops ops, DType type) {
    return ops.constant(Tensor.scalar(DType.INT64, -1L).cast(type));
  }

  private static Value left(OpArgs args) {
    List<Value> pair = Operands.pair(args, 0, 1);
    Value x = integers(args, pair.get(0));
    return shifted(args.ops(), "LEFT", x, pair.get(1));
  }

  /** Shifts in copies of the sign: a negative number is turned over before and after. */
  private static Value right(OpArgs args) {
    Ops ops = args.ops();
    List<Value> pair = Operands.pair(args, 0, 1);
    Value x = integers(args, pair.get(0));
    if (x.dtype().isUnsigned()) {
      return shifted(ops, "RIGHT", x, pair.get(1));
    }
    Value wide = Promotion.wide(ops, x);
    Value zero = ops.scalar(wide, 0);
    Value flips = ops.where(ops.less(wide, zero), ones(ops, wide.dtype()), zero);
    Value positive = ops.apply(new Binary.BitwiseXor(), wide, flips);
    Value shifted = shifted(ops, "RIGHT", positive, pair.get(1));
    return ops.cast(ops.apply(new Binary.BitwiseXor(), shifted, flips), x.dtype());
  }

  /** ONNX shifts unsigned integers only, ONNX Runtime those of 32 and 64 bits. */
  private static Value shifted(Ops ops, String direction, Value x, Value by) {
    DType wide = x.dtype().bytes() > Integer.BYTES ? DType.UINT64 : DType.UINT32;
    Value shifted =
        ops.apply(new Binary.BitShift(direction), ops.cast(x, wide), ops.cast(by, wide));
    return ops.cast(shifted, x.dtype());
  }
}
