package dev.tenon.inspect;

import dev.tenon.Model;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.model.TensorSpec;
import dev.tenon.runtime.Executable;
import dev.tenon.runtime.GraphEngine;
import dev.tenon.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A function from some values of a model to others: Keras' {@code K.function}. It keeps the weights
 * of its creation.
 */
public final class ValueFunction implements AutoCloseable {
  private final Model model;
  private final List<String> inputs;
  private final List<String> outputs;
  private final @Nullable Executable part;
  private final List<Value> fed;
  private final List<Value> wanted;

  private ValueFunction(
      Model model,
      List<String> inputs,
      List<String> outputs,
      @Nullable Executable part,
      List<Value> fed,
      List<Value> wanted) {
    this.model = model;
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    this.part = part;
    this.fed = fed;
    this.wanted = wanted;
  }

  static ValueFunction of(Model model, List<String> inputs, List<String> outputs) {
    List<String> own = model.inputs().stream().map(TensorSpec::name).toList();
    if (own.equals(inputs)) {
      return new ValueFunction(model, inputs, outputs, null, List.of(), List.of());
    }
    Values values = Values.of(model);
    List<Value> fed = inputs.stream().map(values::computed).toList();
    List<Value> wanted = outputs.stream().map(values::computed).toList();
    Graph part = cut(values, fed, wanted, outputs);
    Executable executable =
        GraphEngine.of(model.engine()).compile(part, values.parameters(), List.of());
    return new ValueFunction(model, inputs, outputs, executable, fed, wanted);
  }

  /** Returns the nodes between the inputs and the outputs. */
  private static Graph cut(Values values, List<Value> fed, List<Value> wanted, List<String> names) {
    Set<Value> known = Collections.newSetFromMap(new IdentityHashMap<>());
    known.addAll(fed);
    Set<OperatorNode> needed = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Value> open = new ArrayDeque<>(wanted);
    while (!open.isEmpty()) {
      Value value = open.pop();
      if (value.parameter() != null || value.constant() != null || !known.add(value)) {
        continue;
      }
      OperatorNode node = values.uses().producer(value);
      if (node == null) {
        throw new IllegalArgumentException(
            "the values wanted depend on input '" + value.name() + "', which is not fed");
      }
      if (needed.add(node)) {
        open.addAll(node.reads());
      }
    }
    Graph whole = values.graph();
    List<OperatorNode> nodes = new ArrayList<>();
    whole.nodes().stream().filter(needed::contains).forEach(nodes::add);
    return new Graph(whole.name(), fed, nodes, wanted, names);
  }

  /**
   * Computes the outputs.
   *
   * @param tensors a tensor for each input, in order
   * @return a tensor for each output, in order
   * @throws IllegalArgumentException if the number of tensors differs
   */
  public List<Tensor> apply(List<Tensor> tensors) {
    if (tensors.size() != inputs.size()) {
      throw new IllegalArgumentException(
          "the function takes " + inputs + ", and received " + tensors.size() + " tensors");
    }
    Map<String, Tensor> named = new LinkedHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      boolean inner = part != null;
      named.put(inner ? fed.get(i).name() : inputs.get(i), tensors.get(i));
    }
    if (part != null) {
      return part.run(named, wanted);
    }
    return new ArrayList<>(model.run(named, outputs).values());
  }

  /** Frees native memory; a second call has no effect. */
  @Override
  public void close() {
    if (part != null) {
      part.close();
    }
  }
}
