package dev.tenon.ir.pass.decomposition;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.pass.Bodies;
import dev.tenon.ir.pass.Rewriter;
import dev.tenon.schema.OperatorSchemas;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Replaces operators that a target lacks by equivalent operators. */
public final class Decompose {
  private Decompose() {}

  /**
   * Returns the graph in operators that ONNX has in an opset, in nested graphs too.
   *
   * @param opset the version of ONNX's default domain, 13 or newer
   * @throws UnsupportedModelException if newer operators have no equivalent; the message lists all
   *     of them
   */
  public static Graph apply(Graph graph, int opset) {
    List<String> missing = new ArrayList<>();
    Graph now = apply(graph, node -> OpsetRules.has(node, opset), missing);
    if (!missing.isEmpty()) {
      throw new UnsupportedModelException(
          "ONNX opset " + opset + " cannot say what this model computes; not available:", missing);
    }
    return now;
  }

  /**
   * Returns the graph with every operator rewritten that an engine does not have and for which
   * there is a rule; the others stay.
   *
   * @param has returns whether the engine has the operator of a node
   */
  public static Graph apply(Graph graph, Predicate<OperatorNode> has) {
    return apply(graph, has, new ArrayList<>());
  }

  private static Graph apply(Graph graph, Predicate<OperatorNode> has, List<String> missing) {
    return Rewriter.apply(graph, (rewriter, node) -> visit(rewriter, node, has, missing));
  }

  private static void visit(
      Rewriter rewriter, OperatorNode node, Predicate<OperatorNode> has, List<String> missing) {
    if (has.test(node)) {
      Operator operator = Bodies.map(node.operator(), body -> apply(body, has, missing));
      rewriter.put(node, operator, rewriter.operands(node), node.outputs());
      return;
    }
    Value result = Decompositions.apply(rewriter, node);
    if (result == null) {
      int since = OpsetRules.since(node.operator());
      missing.add(
          node.operator().opType()
              + ": "
              + node.origin()
              + ", node '"
              + node.name()
              + "'"
              + (since > OperatorSchemas.OLDEST ? ", needs opset " + since : ""));
      rewriter.keep(node);
    } else if (rewriter.isResult(node.output())) {
      rewriter.put(node, new Unary.Identity(), List.of(result), node.outputs());
    } else {
      rewriter.replace(node.output(), result);
    }
  }
}
