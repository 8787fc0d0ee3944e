package dev.tenon.ir.pass;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Control;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Replaces If nodes by the branches that a run takes, so that all values are visible. */
public final class Branches {
  private Branches() {}

  /** Returns the If nodes of a graph, without those in graphs inside it. */
  public static List<OperatorNode> of(Graph graph) {
    return graph.nodes().stream().filter(node -> node.operator() instanceof Control.If).toList();
  }

  /**
   * A graph without the If nodes that were replaced.
   *
   * @param graph the graph with the taken branches inlined
   * @param values the new values of each taken branch, by its graph
   * @param results the new values of the results of the If nodes
   */
  public record Taken(
      Graph graph, Map<Graph, Map<Value, Value>> values, Map<Value, Value> results) {
    public Taken {
      values = new IdentityHashMap<>(values);
      results = new IdentityHashMap<>(results);
    }
  }

  /**
   * Replaces every If node of a graph by the nodes of one branch; Ifs inside become the graph's.
   *
   * @param condition returns whether the condition of an If node is true
   */
  public static Taken take(Graph graph, Predicate<OperatorNode> condition) {
    Map<Graph, Map<Value, Value>> values = new IdentityHashMap<>();
    Map<Value, Value> results = new IdentityHashMap<>();
    Rewriter rewriter = new Rewriter(graph);
    for (OperatorNode node : graph.nodes()) {
      if (node.operator() instanceof Control.If both) {
        boolean holds = condition.test(node);
        Graph branch = holds ? both.thenBranch() : both.elseBranch();
        int skipped = 1 + (holds ? 0 : both.thenBranch().inputs().size());
        values.put(branch, inline(rewriter, node, branch, skipped));
        node.outputs().forEach(output -> results.put(output, rewriter.now(output)));
      } else {
        rewriter.keep(node);
      }
    }
    // What nothing reads was written all the same, and may be what someone wants to see.
    return new Taken(rewriter.whole(), values, results);
  }

  private static Map<Value, Value> inline(
      Rewriter rewriter, OperatorNode node, Graph branch, int skipped) {
    Map<Value, Value> now = new IdentityHashMap<>();
    List<@Nullable Value> operands = rewriter.operands(node);
    for (int i = 0; i < branch.inputs().size(); i++) {
      Value operand = operands.get(skipped + i);
      if (operand != null) {
        now.put(branch.inputs().get(i), operand);
      }
    }
    for (OperatorNode inner : branch.nodes()) {
      List<@Nullable Value> reads = inner.map(input -> now.getOrDefault(input, input));
      List<Value> outputs = new ArrayList<>();
      for (Value output : inner.outputs()) {
        Value fresh = Value.of(rewriter.unique(node.name() + "/" + output.name()), output.type());
        now.put(output, fresh);
        outputs.add(fresh);
      }
      String name = rewriter.unique(node.name() + "/" + inner.name());
      rewriter.put(new OperatorNode(name, inner.operator(), reads, outputs, inner.origin()));
    }
    for (int i = 0; i < branch.outputs().size(); i++) {
      Value result = branch.outputs().get(i);
      rewriter.replace(node.outputs().get(i), now.getOrDefault(result, result));
    }
    return now;
  }
}
