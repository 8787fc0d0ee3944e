package dev.tenon.ir.lower;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Unary;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * A lowered model with its states as further inputs and outputs, after the model's own.
 *
 * <p>The graph remains a function without memory, as engines and file formats require.
 *
 * @param graph the lowered graph with the states as ports; the graph itself for a model without
 *     states
 * @param states the states in the order of the layers' calls
 */
public record StatePorts(Graph graph, List<State> states) {
  public StatePorts {
    states = List.copyOf(states);
  }

  /**
   * A state with its input and its output.
   *
   * @param parameter the parameter
   * @param before the input: the content before the run
   * @param after the output: the content after the run, under the value's own name
   */
  public record State(Parameter parameter, Value before, Value after) {}

  /** Returns a lowered model with its states as inputs and outputs. */
  public static StatePorts of(Lowered lowered) {
    Graph graph = lowered.graph();
    List<Lowered.Update> memory = read(lowered);
    if (memory.isEmpty()) {
      return new StatePorts(graph, List.of());
    }
    GraphBuilder builder = GraphBuilder.extending(graph);
    graph.outputNames().forEach(builder::unique);
    Map<Parameter, Value> inputs = new IdentityHashMap<>();
    List<Value> before = new ArrayList<>();
    for (Lowered.Update update : memory) {
      Value state = Value.of(update.state());
      before.add(builder.input(state.name(), state.type()));
      inputs.put(update.state(), before.get(before.size() - 1));
    }
    List<Value> outputs = new ArrayList<>(graph.outputs());
    List<String> names = new ArrayList<>(graph.outputNames());
    List<State> states = new ArrayList<>();
    for (Lowered.Update update : memory) {
      // Two states, or a state and an inner value, may be one and the same.
      String hint = update.state().path() + "/next";
      Value after =
          builder.apply(new Unary.Identity(), hint, Origin.NONE, List.of(update.value())).get(0);
      outputs.add(after);
      names.add(after.name());
      states.add(new State(update.state(), before.get(states.size()), after));
    }
    return new StatePorts(replaced(builder.build(outputs, names), inputs), states);
  }

  /** Returns the graph of a lowered model whose states are 0 at the start of every run. */
  public static Graph startingAnew(Lowered lowered) {
    Map<Parameter, Value> zeros = new IdentityHashMap<>();
    for (Lowered.Update update : read(lowered)) {
      Parameter state = update.state();
      zeros.put(state, Value.constant(state.path(), Tensor.zeros(state.dtype(), state.shape())));
    }
    return zeros.isEmpty() ? lowered.graph() : replaced(lowered.graph(), zeros);
  }

  /** Returns whether the model has no states. */
  public boolean isEmpty() {
    return states.isEmpty();
  }

  private static List<Lowered.Update> read(Lowered lowered) {
    Map<Parameter, Value> read = new IdentityHashMap<>();
    for (Value value : lowered.graph().parameterValues()) {
      if (value.parameter() != null) {
        read.put(value.parameter(), value);
      }
    }
    return lowered.memory().stream().filter(update -> read.containsKey(update.state())).toList();
  }

  /** Returns a graph that reads other values in place of parameters. */
  private static Graph replaced(Graph graph, Map<Parameter, Value> by) {
    List<OperatorNode> nodes = new ArrayList<>();
    for (OperatorNode node : graph.nodes()) {
      nodes.add(
          node.with(node.operator(), node.map(value -> by.getOrDefault(value.parameter(), value))));
    }
    return new Graph(graph.name(), graph.inputs(), nodes, graph.outputs(), graph.outputNames());
  }
}
