package dev.tenon.ir.pass;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.op.Operator;
import dev.tenon.ir.op.Recurrent;
import java.util.function.UnaryOperator;

/** Reaches the graphs that lie within operators. */
final class Bodies {
  private Bodies() {}

  /** Returns the operator with its body rewritten; the operator itself where it has none. */
  static Operator map(Operator operator, UnaryOperator<Graph> pass) {
    if (operator instanceof Recurrent.Recurrence loop) {
      return new Recurrent.Recurrence(
          pass.apply(loop.body()), loop.states(), loop.sequences(), loop.reverse(), loop.same());
    }
    if (operator instanceof Recurrent.Scan scan) {
      return scan.with(pass.apply(scan.body()));
    }
    return operator;
  }
}
