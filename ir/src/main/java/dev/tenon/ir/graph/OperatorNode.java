package dev.tenon.ir.graph;

import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An operator applied to values.
 *
 * @param name the name, unique in its graph, such as {@code encoder/dense_1/MatMul}
 * @param operator the operation
 * @param inputs the operands; null for an optional one that is absent
 * @param outputs the results
 * @param origin the layer call or ONNX node that the operator comes from
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

  // Written out: what a JVM makes for records costs the start of a command 10 ms.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OperatorNode node
        && name.equals(node.name)
        && inputs.equals(node.inputs)
        && outputs.equals(node.outputs)
        && Objects.equals(operator, node.operator)
        && Objects.equals(origin, node.origin);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, operator, inputs, outputs, origin);
  }

  /** Returns the operands without absent ones, in order. */
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
   * Returns a required operand.
   *
   * @throws IllegalArgumentException if it is absent
   */
  public Value input(int index) {
    Value input = index < inputs.size() ? inputs.get(index) : null;
    if (input == null) {
      throw new IllegalArgumentException("node '" + name + "': input " + index + " is missing");
    }
    return input;
  }

  /** Returns an operand, or null if it is absent. */
  public @Nullable Value optionalInput(int index) {
    return index < inputs.size() ? inputs.get(index) : null;
  }

  /** Returns an operand's content; null for an absent operand, or one computed in a run. */
  public @Nullable Tensor constant(int index) {
    Value input = optionalInput(index);
    return input == null ? null : input.constant();
  }

  /** Returns the image of each operand; an absent operand stays null. */
  public <T> List<@Nullable T> map(Function<Value, ? extends @Nullable T> change) {
    List<@Nullable T> changed = new ArrayList<>();
    for (Value input : inputs) {
      changed.add(input == null ? null : change.apply(input));
    }
    return changed;
  }

  /**
   * Returns the contents of all operands, with null for absent ones; null if one is unknown.
   *
   * @param known returns the content of a value, or null
   */
  public @Nullable List<@Nullable Tensor> contents(Function<Value, @Nullable Tensor> known) {
    List<@Nullable Tensor> contents = new ArrayList<>();
    for (Value input : inputs) {
      Tensor content = input == null ? null : known.apply(input);
      if (input != null && content == null) {
        return null;
      }
      contents.add(content);
    }
    return contents;
  }

  /** Returns a node with another operator and operands, and the same results. */
  public OperatorNode with(Operator other, List<@Nullable Value> operands) {
    return with(other, operands, outputs);
  }

  /**
   * Returns a node of the same name with another operator, operands and results; this node if
   * nothing changes.
   */
  public OperatorNode with(Operator other, List<@Nullable Value> operands, List<Value> results) {
    boolean same = other == operator && operands.equals(inputs) && results.equals(outputs);
    return same ? this : new OperatorNode(name, other, operands, results, origin);
  }

  /** Returns the only or first result. */
  public Value output() {
    return Objects.requireNonNull(outputs.get(0));
  }
}
