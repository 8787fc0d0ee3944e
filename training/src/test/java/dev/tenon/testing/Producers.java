package dev.tenon.testing;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds the operator that gives a value of a graph under construction. */
public record Producers(GraphBuilder builder) implements Function<Value, @Nullable OperatorNode> {
  @Override
  public @Nullable OperatorNode apply(Value value) {
    return builder.build(List.of(), List.of()).nodes().stream()
        .filter(node -> node.outputs().contains(value))
        .findFirst()
        .orElse(null);
  }

  /** Applies the activation that a case's prediction goes through. */
  public static Value through(Ops ops, Value x, @Nullable String activation) {
    if (activation == null) {
      return x;
    }
    return activation.equals("softmax") ? ops.softmax(x, -1) : ops.sigmoid(x);
  }
}
