package dev.tenon.ir.pass;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.UseDef;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.Tensor;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites a graph node by node and replaces some nodes.
 *
 * <p>Inputs and values of unchanged nodes stay the same objects. Nodes without readers are removed
 * at the end.
 */
public final class Rewriter {
  private final Graph graph;
  private final GraphBuilder builder;
  private final Map<Value, Value> replaced = new IdentityHashMap<>();
  private final Map<Value, OperatorNode> producers;

  /** Made when it is first asked for: many a pass takes nodes over without. */
  private @Nullable UseDef uses;

  public Rewriter(Graph graph) {
    this.graph = graph;
    this.builder = new GraphBuilder(graph.name());
    int nodes = graph.nodes().size();
    this.producers = new IdentityHashMap<>(nodes);
    Set<Value> named = Collections.newSetFromMap(new IdentityHashMap<>(2 * nodes));
    graph.inputs().forEach(value -> name(value, named));
    for (OperatorNode node : graph.nodes()) {
      builder.unique(node.name());
      node.outputs().forEach(value -> name(value, named));
      node.reads().forEach(value -> name(value, named));
    }
    graph.outputs().forEach(value -> name(value, named));
  }

  /** Runs a pass that looks at one node after the other. */
  public static Graph apply(Graph graph, Step step) {
    Rewriter rewriter = new Rewriter(graph);
    for (OperatorNode node : graph.nodes()) {
      step.rewrite(rewriter, node);
    }
    return rewriter.finish();
  }

  /** The rewrite of one node of the old graph. */
  public interface Step {
    void rewrite(Rewriter rewriter, OperatorNode node);
  }

  private void name(Value value, Set<Value> named) {
    if (named.add(value)) {
      builder.unique(value.name());
    }
  }

  /** Returns the new value of a value of the old graph. */
  public Value now(Value value) {
    Value current = value;
    Value next = replaced.get(current);
    while (next != null) {
      current = next;
      next = replaced.get(current);
    }
    return current;
  }

  /** Lets every later node read another value. */
  public void replace(Value old, Value by) {
    if (old != by) {
      replaced.put(old, by);
    }
  }

  /** Returns the use-def chains of the old graph. */
  public UseDef uses() {
    UseDef known = uses;
    if (known == null) {
      known = new UseDef(graph);
      uses = known;
    }
    return known;
  }

  /** Returns whether the caller of the graph gets this value. */
  public boolean isResult(Value value) {
    return uses().isResult(value);
  }

  /** Returns whether exactly one node of the old graph reads this value, and no caller gets it. */
  public boolean isReadOnce(Value value) {
    return uses().isReadOnce(value);
  }

  /** Returns the producer of a value in the new graph; null for inputs and constants. */
  public @Nullable OperatorNode producer(Value value) {
    return producers.get(value);
  }

  /** Returns the operands of an old node as the new graph has them. */
  public List<@Nullable Value> operands(OperatorNode node) {
    return node.map(this::now);
  }

  /** Takes a node over; its results stay the same values. */
  public OperatorNode keep(OperatorNode node) {
    return put(node, node.operator(), operands(node), node.outputs());
  }

  /** Puts another operator in a node's place, under its name and with the results given. */
  public OperatorNode put(
      OperatorNode node, Operator operator, List<@Nullable Value> operands, List<Value> outputs) {
    OperatorNode next = node.with(operator, operands, outputs);
    return put(next.equals(node) ? node : next);
  }

  /** Adds a node as it is. */
  public OperatorNode put(OperatorNode node) {
    builder.add(node);
    node.outputs().forEach(output -> producers.put(output, node));
    return node;
  }

  /** Adds a new node with one result. */
  public Value add(
      Operator operator,
      String hint,
      Origin origin,
      List<@Nullable Value> operands,
      TensorType type) {
    String name = unique(hint);
    Value output = Value.of(name, type);
    put(new OperatorNode(name, operator, operands, List.of(output), origin));
    return output;
  }

  /** Returns a writer of operators on behalf of a node. */
  public Ops ops(OperatorNode node) {
    return new Ops(() -> builder, node::origin);
  }

  /** Returns a name that nothing in the graph has. */
  public String unique(String hint) {
    return builder.unique(hint);
  }

  /** Returns a new constant. */
  public Value constant(String hint, Tensor tensor) {
    return builder.constant(hint, tensor);
  }

  /** Returns a new constant int64 vector. */
  public Value longs(String hint, long... values) {
    return constant(hint, Tensor.of(values, new long[] {values.length}));
  }

  /** Returns the new graph. */
  public Graph finish() {
    return finish(this::now);
  }

  /** Returns the new graph with the nodes that nothing reads, too. */
  Graph whole() {
    List<Value> ends = graph.outputs().stream().map(this::now).toList();
    Graph all = builder.build(List.of(), List.of());
    return new Graph(graph.name(), graph.inputs(), all.nodes(), ends, graph.outputNames());
  }

  /** Returns the new graph with the new values of the old results. */
  public Graph finish(UnaryOperator<Value> outputs) {
    List<Value> ends = graph.outputs().stream().map(outputs).toList();
    List<OperatorNode> all = builder.build(List.of(), List.of()).nodes();
    return new Graph(
        graph.name(), graph.inputs(), DeadCode.needed(all, ends), ends, graph.outputNames());
  }
}
