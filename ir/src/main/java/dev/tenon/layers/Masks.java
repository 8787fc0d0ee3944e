package dev.tenon.layers;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Ops;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Arithmetic with masks: bool tensors that are true where an entry counts. */
public final class Masks {
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
