package dev.tenon.ir.pass;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.op.HasSubgraphs;
import java.util.function.UnaryOperator;

/** Access to the nested graphs of operators. */
public final class Bodies {
  private Bodies() {}

  /** Returns the operator with its body rewritten; the operator itself without one. */
  public static Operator map(Operator operator, UnaryOperator<Graph> pass) {
    return operator instanceof HasSubgraphs nesting ? nesting.mapBodies(pass) : operator;
  }
}
