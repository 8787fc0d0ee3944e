package dev.tenon.layers.core;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.List;

/** Integers of 4 bits, two in a byte, as Keras packs the weights of quantised layers. */
final class PackedNumbers {
  private PackedNumbers() {}

  /**
   * Takes the bytes apart: the lower half of a byte is the first of two neighbours along the axis.
   *
   * @param bytes a matrix of int8 for signed numbers, of uint8 for others
   * @param length how many numbers there are along the axis
   * @return the numbers, in float32
   */
  static Value unpack(Ops ops, Value bytes, int axis, long length) {
    Value whole = ops.cast(bytes, DType.FLOAT32);
    Value upper = ops.apply(new Unary.Floor(), ops.div(whole, 16));
    Value lower = ops.sub(whole, ops.mul(upper, 16));
    if (bytes.dtype() == DType.INT8) {
      Value negative = ops.greaterOrEqual(lower, ops.scalar(lower, 8));
      lower = ops.where(negative, ops.sub(lower, 16), lower);
    }
    Value pairs =
        ops.concat(
            axis + 1, List.of(ops.unsqueeze(lower, axis + 1L), ops.unsqueeze(upper, axis + 1L)));
    List<Dim> dims = new ArrayList<>(bytes.shape().dims());
    long stored = bytes.shape().toLongs()[axis];
    dims.set(axis, Dim.of(2 * stored));
    Value numbers = ops.reshape(pairs, Shape.of(dims));
    return length == 2 * stored ? numbers : ops.slice(numbers, axis, 0, length, 1);
  }
}
