package dev.tenon.layers.common;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.Call;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Operations on masks: boolean tensors, true for entries that count. */
public final class Masks {
  /**
   * The call argument for Keras 2's rule: masks are combined by "and", and masked entries are
   * merged, too. Files do not contain it.
   */
  public static final String ALL = "all_masks";

  private Masks() {}

  /** Returns whether any entry along an axis is true. */
  public static Value any(Ops ops, Value mask, boolean keep, int axis) {
    // The largest of numbers, since ONNX reduces bool only from opset 20 on.
    Value largest = ops.reduceMax(ops.cast(mask, DType.INT32), keep, axis);
    return ops.cast(largest, DType.BOOL);
  }

  /** Returns a mask as bool; numbers above one half count, as in Keras. */
  public static Value asBool(Ops ops, Value mask) {
    if (mask.dtype() == DType.BOOL) {
      return mask;
    }
    return mask.dtype().isFloating()
        ? ops.greater(mask, ops.scalar(mask, 0.5))
        : ops.cast(mask, DType.BOOL);
  }

  /** Returns whether a call has the argument {@link #ALL}. */
  public static boolean joinedByAnd(Call call) {
    return call.argument(ALL) instanceof Arg.Const constant
        && Boolean.TRUE.equals(constant.value());
  }

  /**
   * Returns whether a layer ignores its input's mask: the call argument {@code mask} is false, as
   * in Keras 3 for recurrent layers with initial states.
   */
  public static boolean ignored(Call call) {
    return call.argument("mask") instanceof Arg.Const constant
        && Boolean.FALSE.equals(constant.value());
  }

  /** Combines the masks of a call's inputs by "and"; an input without one hides nothing. */
  public static @Nullable Value andAll(Call call, int inputs) {
    Value mask = null;
    for (int i = 0; i < inputs; i++) {
      Value own = call.mask(i);
      mask = own == null ? mask : mask == null ? own : call.ops().and(mask, own);
    }
    return mask;
  }

  /** Combines two masks by "or"; null, the mask that hides nothing, gives null. */
  public static @Nullable Value orNull(Ops ops, @Nullable Value a, @Nullable Value b) {
    return a == null || b == null ? null : ops.or(a, b);
  }

  /** Returns a mask that hides nothing; unknown lengths of its shape come from a value. */
  public static Value allTrue(Ops ops, Value like, Shape shape) {
    return ops.applyAs(
        new TensorType(DType.BOOL, shape),
        new Generation.ConstantOfShape(Tensor.of(new boolean[] {true}, 1)),
        ops.shapeOf(like, shape));
  }
}
