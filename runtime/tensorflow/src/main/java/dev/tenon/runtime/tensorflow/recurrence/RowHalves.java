package dev.tenon.runtime.tensorflow.recurrence;

import dev.tenon.runtime.tensorflow.graph.Tf;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/**
 * Writes a recurrence twice, for the first and for the second half of the batch's rows.
 *
 * <p>The operations of a step wait for one another, and a product of some rows keeps one thread
 * busy. Two chains of steps do not wait for each other and keep two threads busy.
 *
 * @param states how many operands are states, (batch, …)
 * @param sequences how many operands after these are sequences, (time, batch, …); what follows is
 *     the same for all rows
 */
record RowHalves(int states, int sequences) {
  /**
   * Writes both chains.
   *
   * @param chain writes the recurrence of some rows: the last states, then the sequences
   */
  List<Output<?>> write(Tf tf, List<Output<?>> operands, UnaryOperator<List<Output<?>>> chain) {
    tf.noteChains();
    Output<?> rows = tf.length(operands.get(states), 1);
    Output<?> second = tf.binary("FloorDiv", rows, tf.scalar(2));
    Output<?> lengths = tf.pack(List.of(tf.sub(rows, second), second), 0);
    List<Output<?>> upper = new ArrayList<>();
    List<Output<?>> lower = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      Output<?> operand = operands.get(i);
      boolean hasRows = i < states + sequences;
      List<Output<?>> halves =
          hasRows ? halves(tf, operand, lengths, axis(i)) : List.of(operand, operand);
      upper.add(halves.get(0));
      lower.add(halves.get(1));
    }
    List<Output<?>> first = chain.apply(upper);
    List<Output<?>> last = chain.apply(lower);
    List<Output<?>> results = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      results.add(tf.concat(axis(i), List.of(first.get(i), last.get(i))));
    }
    return results;
  }

  private int axis(int place) {
    return place < states ? 0 : 1;
  }

  private static List<Output<?>> halves(Tf tf, Output<?> x, Output<?> lengths, int axis) {
    return tf.op("SplitV")
        .in(x, lengths, tf.scalar(DataType.DT_INT32, axis))
        .attr("num_split", 2)
        .outs(2);
  }
}
