package dev.tenon.metrics;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.runtime.TrainProgram;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Producers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A metric's variables as parameters, read and written by the graph under construction. */
final class KeptState implements MetricState {
  private final GraphBuilder builder;
  private final ParameterStore store;
  private final @Nullable Value mask;
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final Map<String, Value> changed = new LinkedHashMap<>();

  KeptState(GraphBuilder builder, ParameterStore store, @Nullable Value mask) {
    this.builder = builder;
    this.store = store;
    this.mask = mask;
  }

  /** Returns the same variables for another graph, which reads them as the last run left them. */
  KeptState in(GraphBuilder other) {
    KeptState state = new KeptState(other, store, null);
    state.parameters.putAll(parameters);
    return state;
  }

  @Override
  public Ops ops() {
    return new Ops(() -> builder, () -> Origin.NONE);
  }

  @Override
  public @Nullable OperatorNode producer(Value value) {
    return new Producers(builder).apply(value);
  }

  @Override
  public @Nullable Value mask() {
    return mask;
  }

  @Override
  public Value read(String name, DType dtype, long... shape) {
    parameters.computeIfAbsent(
        name,
        path -> {
          Parameter made = new Parameter(path, path, shape, dtype, Parameter.Role.STATE, null);
          store.put(made, Tensor.zeros(dtype, shape));
          return made;
        });
    return stored(name);
  }

  @Override
  public Value stored(String name) {
    if (!parameters.containsKey(name)) {
      throw new IllegalStateException("no variable '" + name + "'");
    }
    return changed.getOrDefault(name, builder.read(parameters.get(name)));
  }

  @Override
  public void assign(String name, Value value) {
    changed.put(name, value);
  }

  List<TrainProgram.Assignment> assignments() {
    return changed.entrySet().stream()
        .map(e -> new TrainProgram.Assignment(parameters.get(e.getKey()), e.getValue()))
        .toList();
  }
}
