package dev.tenon.ir.graph;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A graph of operators: nodes in topological order, with its inputs and outputs.
 *
 * <p>Constants and parameters are values with a tensor or a parameter; they have no entry here. A
 * graph is immutable. A model of layers is a {@code LayerGraph}, which lowering converts to a graph
 * of operators.
 *
 * @param name the model's name
 * @param inputs the inputs, in order
 * @param nodes the operators, each after those that it reads from
 * @param outputs the outputs, in order
 * @param outputNames the names of the outputs
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

  /** Returns the values of parameters that nodes or outputs read, in order. */
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
