package dev.tenon.ir.pass.types;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.pass.Bodies;
import dev.tenon.ir.pass.Rewriter;
import java.util.List;

/**
 * Moves casts from after a transposition to before it.
 *
 * <p>The numbers are the same. ONNX Runtime 1.29 crashes when it fuses Transpose, Cast and MatMul
 * with the last axis in place; in this order it does not fuse them.
 */
public final class HoistCasts {
  private HoistCasts() {}

  /** Returns the graph in which no Transpose is followed by a Cast, in nested graphs too. */
  public static Graph apply(Graph graph) {
    return Rewriter.apply(graph, HoistCasts::visit);
  }

  private static void visit(Rewriter rewriter, OperatorNode node) {
    Operator operator = Bodies.map(node.operator(), HoistCasts::apply);
    OperatorNode source =
        operator instanceof Unary.Cast ? rewriter.producer(rewriter.now(node.input(0))) : null;
    if (source == null || !(source.operator() instanceof Movement.Transpose)) {
      rewriter.put(node, operator, rewriter.operands(node), node.outputs());
      return;
    }
    Value x = source.input(0);
    Value cast =
        rewriter.add(
            operator,
            node.name() + "/Cast",
            node.origin(),
            List.of(x),
            x.type().with(node.output().dtype()));
    rewriter.put(
        new OperatorNode(
            rewriter.unique(source.name()),
            source.operator(),
            List.of(cast),
            node.outputs(),
            source.origin()));
  }
}
