package dev.tenon.lifting.recurrent.cells;

import dev.tenon.ir.graph.Value;
import dev.tenon.lifting.axes.RowUses;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One step of an unrolled cell as it is written: which gates it has and what they read.
 *
 * <p>The first step has fewer parts where the state before it is zero: no state is multiplied, and
 * what would be multiplied by it is missing.
 *
 * @param kind LSTM, GRU or SimpleRNN
 * @param activation Keras' name of what is done to the new state
 * @param share Keras' name of the gates' activation
 * @param resetAfter whether a GRU's reset gate comes after the product
 * @param gates what is before the activation of each gate in Keras' order; null where it is missing
 * @param inner of a GRU that resets after the product, that product; null otherwise or if missing
 * @param state the state that comes from the step before, where it is known which of the rows it is
 * @param memoryBefore the memory of an LSTM that comes from the step before; null for zeros
 * @param output the new state
 * @param memory the new memory of an LSTM
 */
record CellStep(
    CellKind kind,
    String activation,
    String share,
    boolean resetAfter,
    List<@Nullable AffineSum> gates,
    @Nullable AffineSum inner,
    @Nullable Value state,
    @Nullable Value memoryBefore,
    Value output,
    @Nullable Value memory) {

  int units() {
    return RowUses.width(output);
  }

  /** Returns the rows that the gates read, in order. */
  Set<Value> reads() {
    Set<Value> reads = new LinkedHashSet<>();
    for (AffineSum gate : gates) {
      if (gate != null) {
        reads.addAll(gate.parts().keySet());
      }
    }
    return reads;
  }

  /** Returns by what a gate multiplies rows; null where it does not read them. */
  @Nullable StepMatrix matrix(int gate, Value rows) {
    AffineSum affine = gates.get(gate);
    return affine == null ? null : affine.parts().get(rows);
  }

  /** Says whether both are of one kind, with the same activations and fixed rows. */
  boolean isLike(CellStep other) {
    boolean same =
        kind == other.kind
            && activation.equals(other.activation)
            && share.equals(other.share)
            && units() == other.units();
    for (int i = 0; same && i < gates.size(); i++) {
      AffineSum a = gates.get(i);
      AffineSum b = other.gates.get(i);
      same = a == null || b == null || StepMatrix.same(a.bias(), b.bias());
    }
    if (same && kind == CellKind.GRU) {
      // A first step that has no state may be of either form.
      AffineSum a = inner;
      AffineSum b = other.inner;
      same = resetAfter == other.resetAfter || (state == null && a == null);
      same &= a == null || b == null || StepMatrix.same(a.bias(), b.bias());
    }
    return same;
  }

  /** Says whether this one's gates multiply some rows as another's gates multiply others. */
  boolean multipliesLike(Value rows, CellStep other, Value otherRows) {
    for (int i = 0; i < gates.size(); i++) {
      boolean both = gates.get(i) != null && other.gates.get(i) != null;
      if (both && !StepMatrix.same(matrix(i, rows), other.matrix(i, otherRows))) {
        return false;
      }
    }
    return true;
  }
}
