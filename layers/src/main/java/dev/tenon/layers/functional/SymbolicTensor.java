package dev.tenon.layers.functional;

import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.LayerCall;
import dev.tenon.layers.base.LayerNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A tensor that knows what it was computed from, and types what is computed from it. */
final class SymbolicTensor extends SymbolicArithmetic {
  private final Value value;
  private final @Nullable LayerCall producer;
  private final List<KerasTensor> sources;

  SymbolicTensor(Value value, @Nullable LayerCall producer, List<KerasTensor> sources) {
    this.value = value;
    this.producer = producer;
    this.sources = List.copyOf(sources);
  }

  @Override
  public List<KerasTensor> called(
      LayerNode node, List<?> arguments, Map<String, ? extends @Nullable Object> keywords) {
    return FunctionalCall.of(node, arguments, keywords);
  }

  @Override
  public Value value() {
    return value;
  }

  @Override
  public @Nullable LayerCall producer() {
    return producer;
  }

  @Override
  public List<KerasTensor> sources() {
    return sources;
  }

  @Override
  public List<KerasTensor> sourceInputs() {
    Set<KerasTensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<KerasTensor> open = new ArrayDeque<>(List.of(this));
    List<KerasTensor> inputs = new ArrayList<>();
    while (!open.isEmpty()) {
      KerasTensor tensor = open.pop();
      if (!seen.add(tensor)) {
        continue;
      }
      if (tensor.producer() == null) {
        inputs.add(tensor);
      }
      for (int i = tensor.sources().size() - 1; i >= 0; i--) {
        open.push(tensor.sources().get(i));
      }
    }
    return inputs;
  }

  @Override
  public String toString() {
    return "KerasTensor " + value;
  }
}
