package dev.tenon.ir.pass;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.op.HasSubgraphs;
import java.util.function.UnaryOperator;

/** Reaches the graphs that lie within operators. */
public final class Bodies {
  private Bodies() {}

  /** Returns the operator with its body rewritten; the operator itself where it has none. */
  public static Operator map(Operator operator, UnaryOperator<Graph> pass) {
    return operator instanceof HasSubgraphs nesting ? nesting.mapBodies(pass) : operator;
  }
}
