package dev.tenon.lifting.masking;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.UseDef;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.op.Variadic;
import dev.tenon.lifting.axes.RowUses;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A mean over the steps that count: their sum, divided by how many there are.
 *
 * @param sequence the steps (batch, time, n), or the time first
 * @param mask which of them count
 * @param keepsAxis whether the result has the axis of the time
 */
public record MaskedMean(Value sequence, MaskReading mask, boolean keepsAxis) {

  /** Returns the mean that a division gives; null where it is none. */
  public static @Nullable MaskedMean of(UseDef uses, OperatorNode division) {
    Reduced above = Reduced.of(uses, division.input(0));
    Reduced below = Reduced.of(uses, division.input(1));
    OperatorNode hidden = above == null ? null : uses.producer(above.x);
    if (above == null || below == null || hidden == null) {
      return null;
    }
    MaskReading number = MaskReading.of(uses, below.x);
    if (number == null || above.axis != below.axis || above.keeps != below.keeps) {
      return null;
    }
    for (int side = 0; side < 2; side++) {
      Value x = shown(uses, hidden, side, number);
      boolean fits = x != null && x.shape().ranked() && x.rank() == 3 && !number.turned();
      if (x != null && fits && above.axis == (number.timeFirst() ? 0 : 1)) {
        return new MaskedMean(x, number, above.keeps);
      }
    }
    return null;
  }

  /** Returns a value of which a node shows what counts, and zeros elsewhere. */
  private static @Nullable Value shown(UseDef uses, OperatorNode node, int side, MaskReading mask) {
    if (node.operator() instanceof Variadic.Where) {
      Tensor zero = node.input(2).constant();
      boolean zeros = zero != null && zero.size() == 1 && zero.getDouble(0) == 0;
      return zeros && mask.equals(MaskReading.of(uses, node.input(0))) ? node.input(1) : null;
    }
    Value factor = node.operator() instanceof Binary.Mul ? node.input(side) : null;
    return factor != null && mask.equals(MaskReading.of(uses, factor))
        ? node.input(1 - side)
        : null;
  }

  private record Reduced(Value x, long axis, boolean keeps) {
    static @Nullable Reduced of(UseDef uses, Value value) {
      OperatorNode node = uses.producer(value);
      Operator operator = node == null ? null : node.operator();
      Long axis = node == null ? null : RowUses.only(node, 1);
      if (node == null || axis == null || !(operator instanceof Reduction.ReduceSum sum)) {
        return null;
      }
      Value x = node.input(0);
      boolean fits = x.dtype() == DType.FLOAT32 && x.shape().ranked() && x.rank() == 3;
      return fits ? new Reduced(x, axis < 0 ? axis + 3 : axis, sum.keepdims() == 1) : null;
    }
  }
}
