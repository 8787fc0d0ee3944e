package dev.tenon.lifting.recurrent.cells;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.Movement;
import dev.tenon.lifting.axes.RowUses;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the steps of an unrolled cell read, as one sequence (time, batch, n).
 *
 * @param x the sequence
 * @param reverse whether the first step reads its end
 * @param matrix what the sequence is multiplied by before the steps read it; null where it is not
 * @param bias what is added then; null for zeros
 */
record StepSequence(Value x, boolean reverse, @Nullable Tensor matrix, @Nullable Tensor bias) {
  private record Projection(Value x, Tensor matrix, @Nullable Tensor bias) {}

  private record Entry(Value source, int axis, int position) {}

  /**
   * Returns the sequence, which new nodes may have to put together; null where none can.
   *
   * @param plain whether the steps only add their entries: a product of the whole sequence that
   *     came before is then the cell's own
   */
  static @Nullable StepSequence of(
      RowUses uses, Ops ops, List<List<Value>> entries, boolean plain) {
    StepSequence cut = entries.get(0).size() == 1 ? cut(uses, ops, entries, plain) : null;
    return cut == null ? stacked(ops, entries) : cut;
  }

  private static @Nullable StepSequence cut(
      RowUses uses, Ops ops, List<List<Value>> entries, boolean plain) {
    List<Entry> found = new ArrayList<>();
    for (List<Value> values : entries) {
      Entry entry = entry(uses, values.get(0));
      if (entry == null
          || (!found.isEmpty()
              && (entry.source != found.get(0).source || entry.axis != found.get(0).axis))) {
        return null;
      }
      found.add(entry);
    }
    int first = found.get(0).position;
    int step = found.get(1).position - first;
    for (int i = 1; i < found.size(); i++) {
      if (Math.abs(step) != 1 || found.get(i).position != first + step * i) {
        return null;
      }
    }
    Value source = found.get(0).source;
    int axis = found.get(0).axis;
    Projection product = plain && axis < 2 ? projection(uses, ops, source) : null;
    source = product == null ? source : product.x;
    int from = Math.min(first, found.get(found.size() - 1).position);
    if (source.shape().length(axis) != found.size()) {
      source = ops.slice(source, axis, from, (long) from + found.size(), 1);
    }
    Value x =
        switch (axis) {
          case 0 -> source;
          case 1 -> ops.transpose(source, 1, 0, 2);
          default -> ops.transpose(source, 2, 0, 1);
        };
    return product == null
        ? new StepSequence(x, step < 0, null, null)
        : new StepSequence(x, step < 0, product.matrix, product.bias);
  }

  /** Returns which entry of a sequence some rows are. */
  private static @Nullable Entry entry(RowUses uses, Value rows) {
    Value value = uses.withoutOnes(rows);
    OperatorNode node = uses.producer(value);
    RowUses.Range range = uses.range(value);
    Entry entry = null;
    if (range != null && range.to() == range.from() + 1) {
      entry = new Entry(range.source(), range.axis(), range.from());
    } else if (node != null && node.operator() instanceof Indexing.Gather gather) {
      Long at = RowUses.only(node, 1);
      Value source = node.input(0);
      boolean ranked = at != null && source.constant() == null && source.shape().ranked();
      int axis = ranked ? source.shape().axis(Math.toIntExact(gather.axis())) : -1;
      long length = ranked ? source.shape().length(axis) : -1;
      if (at != null && length > 0) {
        entry = new Entry(source, axis, (int) (at < 0 ? at + length : at));
      }
    }
    if (entry == null || entry.source.rank() != 3) {
      return null;
    }
    int before = entry.axis == 0 ? 1 : 0;
    int after = entry.axis == 2 ? 1 : 2;
    boolean fits =
        entry.source.shape().length(after) == RowUses.width(rows)
            && RowUses.same(entry.source.shape().dim(before), RowUses.rows(rows));
    return fits ? entry : null;
  }

  private static @Nullable StepSequence stacked(Ops ops, List<List<Value>> entries) {
    List<Value> steps = new ArrayList<>();
    for (List<Value> values : entries) {
      List<Value> parts = new ArrayList<>();
      for (Value value : values) {
        if (value.rank() > 3 || value.constant() != null) {
          return null;
        }
        parts.add(value.rank() == 3 ? value : ops.unsqueeze(value, 0));
      }
      steps.add(ops.concat(2, parts));
    }
    return new StepSequence(ops.concat(0, steps), false, null, null);
  }

  /** Returns the rows that are multiplied by fixed numbers to give a sequence; null for others. */
  private static @Nullable Projection projection(RowUses uses, Ops ops, Value sequence) {
    OperatorNode node = uses.producer(sequence);
    if (node == null) {
      return null;
    }
    if (node.operator() instanceof Binary.Add) {
      for (int i = 0; i < 2; i++) {
        Tensor bias = node.input(i).constant();
        Projection product = bias == null ? null : projection(uses, ops, node.input(1 - i));
        if (bias != null && product != null && product.bias == null && isRow(bias, product)) {
          return new Projection(product.x, product.matrix, bias);
        }
      }
      return null;
    }
    if (node.operator() instanceof Linear.MatMul) {
      Tensor matrix = node.input(1).constant();
      return matrix == null || matrix.rank() != 2 || node.input(0).rank() != 3
          ? null
          : new Projection(node.input(0), matrix, null);
    }
    boolean turns =
        node.operator() instanceof Movement.Transpose transpose && transpose.perm().get(2) == 2;
    if (turns || isCutAcross(node)) {
      Projection product = projection(uses, ops, node.input(0));
      if (product != null) {
        List<@Nullable Value> operands = new ArrayList<>(node.inputs());
        operands.set(0, product.x);
        @Nullable Value[] all = new Value[operands.size()];
        Value moved = ops.apply(node.operator(), operands.toArray(all));
        return new Projection(moved, product.matrix, product.bias);
      }
    }
    return null;
  }

  private static boolean isRow(Tensor bias, Projection product) {
    return bias.size() == product.matrix.dim(1) && bias.dim(-1) == bias.size();
  }

  /** Says whether a node takes some of the rows. */
  private static boolean isCutAcross(OperatorNode node) {
    Long axis = node.operator() instanceof Movement.Slice ? RowUses.only(node, 3) : null;
    int rank = node.input(0).shape().ranked() ? node.input(0).rank() : 0;
    return axis != null && (axis < 0 ? axis + rank : axis) < rank - 1;
  }
}
