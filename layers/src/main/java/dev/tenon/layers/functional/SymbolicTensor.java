package dev.tenon.layers.functional;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Arg;
import dev.tenon.ir.layer.KerasTensor;
import dev.tenon.ir.layer.LayerCall;
import dev.tenon.ir.layer.LayerNode;
import dev.tenon.layers.ops.KerasOp;
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
final class SymbolicTensor implements KerasTensor {
  private static final Arg ALL =
      new Arg.Slice(new Arg.Const(null), new Arg.Const(null), new Arg.Const(null));

  private final Value value;
  private final @Nullable LayerCall producer;
  private final List<KerasTensor> sources;

  SymbolicTensor(Value value, @Nullable LayerCall producer, List<KerasTensor> sources) {
    this.value = value;
    this.producer = producer;
    this.sources = List.copyOf(sources);
  }

  @Override
  public KerasTensor plus(KerasTensor other) {
    return operation("Add", other);
  }

  @Override
  public KerasTensor plus(double number) {
    return operation("Add", number);
  }

  @Override
  public KerasTensor minus(KerasTensor other) {
    return operation("Subtract", other);
  }

  @Override
  public KerasTensor minus(double number) {
    return operation("Subtract", number);
  }

  @Override
  public KerasTensor times(KerasTensor other) {
    return operation("Multiply", other);
  }

  @Override
  public KerasTensor times(double number) {
    return operation("Multiply", number);
  }

  @Override
  public KerasTensor dividedBy(KerasTensor other) {
    return operation("TrueDivide", other);
  }

  @Override
  public KerasTensor dividedBy(double number) {
    return operation("TrueDivide", number);
  }

  @Override
  public KerasTensor get(int axis, long position) {
    List<Object> key = new ArrayList<>();
    for (int i = 0; i < axis; i++) {
      key.add(ALL);
    }
    key.add(position);
    return operation("GetItem", key);
  }

  private KerasTensor operation(String op, Object other) {
    LayerNode node = new KerasOp(op, Map.of()).member();
    return called(node, List.of(this, other), Map.of()).get(0);
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
