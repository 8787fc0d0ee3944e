package dev.tenon.layers.base;

import dev.tenon.ir.graph.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A graph of layer calls in topological order: Keras' functional and sequential models.
 *
 * @param name the model's name
 * @param inputs the inputs, in order
 * @param calls the calls, each after the calls that it reads from
 * @param outputs the outputs, in order
 * @param outputNames the names of the outputs
 */
public record LayerGraph(
    String name,
    List<Value> inputs,
    List<LayerCall> calls,
    List<Value> outputs,
    List<String> outputNames) {
  public LayerGraph {
    inputs = List.copyOf(inputs);
    calls = List.copyOf(calls);
    outputs = List.copyOf(outputs);
    outputNames = List.copyOf(outputNames);
    if (outputs.size() != outputNames.size()) {
      throw new IllegalArgumentException(
          outputs.size() + " outputs have " + outputNames.size() + " names");
    }
  }

  /** Returns the layers in the order of their first call. */
  public Set<LayerNode> layers() {
    Set<LayerNode> layers = new LinkedHashSet<>();
    calls.forEach(call -> layers.add(call.node()));
    return layers;
  }
}
