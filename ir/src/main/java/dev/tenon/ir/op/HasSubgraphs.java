package dev.tenon.ir.op;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** An operator with nested graphs. */
public interface HasSubgraphs {
  /** Returns the operator with every nested graph rewritten; itself without one. */
  Operator mapBodies(UnaryOperator<Graph> pass);

  /** Returns the graphs in it. */
  default List<Graph> bodies() {
    List<Graph> bodies = new ArrayList<>();
    Operator unused =
        mapBodies(
            body -> {
              bodies.add(body);
              return body;
            });
    return bodies;
  }
}
