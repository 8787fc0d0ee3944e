package dev.tenon.ir.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An operator applied to values.
 *
 * @param name the name, unique in its graph, such as {@code encoder/dense_1/MatMul}
 * @param operator what is computed
 * @param inputs the operands; null for an optional one that is left out
 * @param outputs the results
 * @param origin where the operator comes from
 */
public record OperatorNode(
    String name,
    Operator operator,
    List<@Nullable Value> inputs,
    List<Value> outputs,
    Origin origin) {
  public OperatorNode {
    inputs = Collections.unmodifiableList(new ArrayList<>(inputs));
    outputs = List.copyOf(outputs);
  }

  /** Returns the operands that are there, in order. */
  public List<Value> reads() {
    List<Value> reads = new ArrayList<>();
    for (Value input : inputs) {
      if (input != null) {
        reads.add(input);
      }
    }
    return reads;
  }

  /**
   * Returns an operand that must be there.
   *
   * @throws IllegalArgumentException where it is left out
   */
  public Value input(int index) {
    Value input = index < inputs.size() ? inputs.get(index) : null;
    if (input == null) {
      throw new IllegalArgumentException("node '" + name + "': input " + index + " is missing");
    }
    return input;
  }

  /** Returns an operand, or null where it is left out. */
  public @Nullable Value optionalInput(int index) {
    return index < inputs.size() ? inputs.get(index) : null;
  }

  /** Returns the only or first result. */
  public Value output() {
    return Objects.requireNonNull(outputs.get(0));
  }
}
