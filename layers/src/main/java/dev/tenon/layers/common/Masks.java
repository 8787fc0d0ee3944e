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

/** Arithmetic with masks: bool tensors that are true where an entry counts. */
public final class Masks {
  /**
   * The argument of a call that joins masks by "and", whichever of them there are, and merges
   * entries whether they count or not: so did Keras 2. No file has it.
   */
  public static final String ALL = "all_masks";

  private Masks() {}

  /** Says whether any entry along an axis is true. */
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

  /** Says whether a call has the argument {@link #ALL}. */
  public static boolean joinedByAnd(Call call) {
    return call.argument(ALL) instanceof Arg.Const constant
        && Boolean.TRUE.equals(constant.value());
  }

  /**
   * Says whether a layer is to take no notice of its input's mask: the argument {@code mask} of the
   * call is false. So Keras 3 calls recurrent layers that get initial states.
   */
  public static boolean ignored(Call call) {
    return call.argument("mask") instanceof Arg.Const constant
        && Boolean.FALSE.equals(constant.value());
  }

  /** Joins the masks of a call's inputs by "and"; inputs without one hide nothing. */
  public static @Nullable Value andAll(Call call, int inputs) {
    Value mask = null;
    for (int i = 0; i < inputs; i++) {
      Value own = call.mask(i);
      mask = own == null ? mask : mask == null ? own : call.ops().and(mask, own);
    }
    return mask;
  }

  /** Joins two masks by "or"; null, the mask that hides nothing, swallows the other. */
  public static @Nullable Value orNull(Ops ops, @Nullable Value a, @Nullable Value b) {
    return a == null || b == null ? null : ops.or(a, b);
  }

  /** Returns a mask that hides nothing, of a shape whose unknown lengths are read from a value. */
  public static Value allTrue(Ops ops, Value like, Shape shape) {
    return ops.applyAs(
        new TensorType(DType.BOOL, shape),
        new Generation.ConstantOfShape(Tensor.of(new boolean[] {true}, 1)),
        ops.shapeOf(like, shape));
  }
}
