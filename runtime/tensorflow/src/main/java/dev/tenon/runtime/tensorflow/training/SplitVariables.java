package dev.tenon.runtime.tensorflow.training;

import dev.tenon.runtime.tensorflow.graph.Tf;
import dev.tenon.runtime.tensorflow.graph.Variables;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operation;
import org.tensorflow.Output;

/** Writes how variables are split before the steps of a run, and joined after them. */
final class SplitVariables {
  private final Tf tf;
  private final Variables variables;
  private final StepReads reads;

  /**
   * Prepares.
   *
   * @param reads what is read before the steps, or after them
   */
  SplitVariables(Tf tf, Variables variables, StepReads reads) {
    this.tf = tf;
    this.variables = variables;
    this.reads = reads;
  }

  /** Fills all halves with what the whole variables hold, before any of them is read. */
  void begin(List<ColumnHalves.Split> splits) {
    List<Operation> filled = new ArrayList<>();
    for (ColumnHalves.Split split : splits) {
      String outer = tf.scope("split/" + split.whole().path());
      List<Output<?>> parts =
          tf.split(reads.of(split.whole()), 1, split.left().shape()[1], split.right().shape()[1]);
      filled.add(variables.local(split.left()).assign(tf, parts.get(0)).build());
      filled.add(variables.local(split.right()).assign(tf, parts.get(1)).build());
      tf.scope(outer);
    }
    for (ColumnHalves.Split split : splits) {
      reads.change(split.left(), filled);
      reads.change(split.right(), filled);
    }
  }

  /** Gives the whole variable what its halves hold. */
  Operation end(ColumnHalves.Split split) {
    String outer = tf.scope("join/" + split.whole().path());
    Variables.Variable whole = variables.of(split.whole());
    Output<?> joined = tf.concat(1, List.of(reads.of(split.left()), reads.of(split.right())));
    Operation end = whole.assign(tf, joined).after(List.of(whole.read().op())).build();
    tf.scope(outer);
    return end;
  }
}
