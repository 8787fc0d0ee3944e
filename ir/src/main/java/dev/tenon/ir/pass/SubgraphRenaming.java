package dev.tenon.ir.pass;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Renames the values of a nested graph to names that are unique in the outer graph. */
public final class SubgraphRenaming {
  private final String prefix;
  private final Rewriter outer;
  private final Map<Value, Value> renamed = new IdentityHashMap<>();

  private SubgraphRenaming(String prefix, Rewriter outer) {
    this.prefix = prefix;
    this.outer = outer;
  }

  /** Returns the graph with every name led by a prefix. */
  public static Graph apply(Graph body, String prefix, Rewriter outer) {
    return new SubgraphRenaming(prefix, outer).apply(body);
  }

  private Graph apply(Graph body) {
    List<Value> inputs = body.inputs().stream().map(this::rename).toList();
    List<OperatorNode> nodes = new ArrayList<>();
    for (OperatorNode node : body.nodes()) {
      List<Value> outputs = node.outputs().stream().map(this::rename).toList();
      nodes.add(
          new OperatorNode(
              outer.unique(prefix + "/" + node.name()),
              Bodies.map(node.operator(), inner -> apply(inner, prefix, outer)),
              node.map(this::rename),
              outputs,
              node.origin()));
    }
    List<Value> outputs = body.outputs().stream().map(this::rename).toList();
    return new Graph(body.name(), inputs, nodes, outputs, body.outputNames());
  }

  private Value rename(Value value) {
    if (value.parameter() != null) {
      return value;
    }
    return renamed.computeIfAbsent(value, this::another);
  }

  private Value another(Value value) {
    String name = outer.unique(prefix + "/" + value.name());
    Tensor constant = value.constant();
    return constant == null ? Value.of(name, value.type()) : Value.constant(name, constant);
  }
}
