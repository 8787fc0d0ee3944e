package dev.tenon.ir.graph;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A graph of operators: nodes in topological order, with the values that go in and come out.
 *
 * <p>Constants and parameters are values that carry their content or its owner; they need no entry
 * here. A graph is plain immutable data. A model of layers is a {@code LayerGraph}; lowering makes
 * this of it.
 *
 * @param name the model's name
 * @param inputs what a caller feeds, in order
 * @param nodes the operators, each after those it reads from
 * @param outputs what a caller gets, in order
 * @param outputNames one name an output
 */
public record Graph(
    String name,
    List<Value> inputs,
    List<OperatorNode> nodes,
    List<Value> outputs,
    List<String> outputNames) {
  public Graph {
    inputs = List.copyOf(inputs);
    nodes = List.copyOf(nodes);
    outputs = List.copyOf(outputs);
    outputNames = List.copyOf(outputNames);
    if (outputs.size() != outputNames.size()) {
      throw new IllegalArgumentException(
          outputs.size() + " outputs have " + outputNames.size() + " names");
    }
  }

  /** Returns the values with a parameter behind them that the nodes or outputs read, in order. */
  public Set<Value> parameterValues() {
    Set<Value> found = new LinkedHashSet<>();
    for (OperatorNode node : nodes) {
      for (Value value : node.reads()) {
        if (value.parameter() != null) {
          found.add(value);
        }
      }
    }
    for (Value value : outputs) {
      if (value.parameter() != null) {
        found.add(value);
      }
    }
    return found;
  }
}
