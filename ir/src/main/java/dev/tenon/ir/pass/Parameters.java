package dev.tenon.ir.pass;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Replaces parameters by constants, for export and inference. */
public final class Parameters {
  private Parameters() {}

  /**
   * Returns the graph with the current content of every parameter as a constant.
   *
   * <p>A tensor that its file stores as the layer wants it is not copied: the constant is the same
   * view of the file.
   *
   * @throws IllegalStateException if a parameter has no content
   */
  public static Graph freeze(Graph graph, ParameterStore store) {
    return freeze(graph, store, parameter -> true);
  }

  /**
   * Returns the graph with the current content of the chosen parameters as constants.
   *
   * @param chosen selects the parameters; the state of a stateful layer may have to stay
   */
  public static Graph freeze(Graph graph, ParameterStore store, Predicate<Parameter> chosen) {
    return freeze(graph, store, chosen, UnaryOperator.identity());
  }

  /**
   * Returns the graph with the current content of the chosen parameters as constants.
   *
   * @param chosen selects the parameters
   * @param copies receives each tensor that is converted from the form of its file and lies in
   *     memory of its own; returns what the constant keeps of it
   */
  public static Graph freeze(
      Graph graph,
      ParameterStore store,
      Predicate<Parameter> chosen,
      UnaryOperator<Tensor> copies) {
    Map<Parameter, Value> constants = new IdentityHashMap<>();
    UnaryOperator<Value> now =
        value -> {
          Parameter parameter = value.parameter();
          return parameter == null || !chosen.test(parameter)
              ? value
              : constants.computeIfAbsent(parameter, p -> constant(value, p, store, copies));
        };
    List<OperatorNode> nodes = new ArrayList<>(graph.nodes().size());
    for (OperatorNode node : graph.nodes()) {
      nodes.add(node.with(node.operator(), node.map(now)));
    }
    List<Value> outputs = graph.outputs().stream().map(now).toList();
    return DeadCode.apply(
        new Graph(graph.name(), graph.inputs(), nodes, outputs, graph.outputNames()));
  }

  private static Value constant(
      Value value, Parameter parameter, ParameterStore store, UnaryOperator<Tensor> copies) {
    Tensor tensor = store.get(parameter);
    boolean copied = !store.view(parameter).isIdentity();
    return Value.constant(value.name(), copied ? copies.apply(tensor) : tensor);
  }
}
