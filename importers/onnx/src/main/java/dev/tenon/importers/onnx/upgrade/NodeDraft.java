package dev.tenon.importers.onnx.upgrade;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One node of a file during its upgrade or decomposition. */
public final class NodeDraft {
  /** Names the node in messages. */
  public final String label;

  public String opType;

  /** The opset of the node. */
  final long opset;

  /** The operands; null for an absent optional one. */
  public final List<@Nullable Value> inputs;

  public final Map<String, Object> attributes;

  /** The number of results up to the last one with a name. */
  public final int outputs;

  /** Writes operators on behalf of the node. */
  final Ops ops;

  public NodeDraft(
      String label,
      String opType,
      long opset,
      List<@Nullable Value> inputs,
      Map<String, Object> attributes,
      int outputs,
      Ops ops) {
    this.label = label;
    this.opType = opType;
    this.opset = opset;
    this.inputs = inputs;
    this.attributes = attributes;
    this.outputs = outputs;
    this.ops = ops;
  }

  boolean has(int index) {
    return optional(index) != null;
  }

  /** Returns an operand, or null if it is absent. */
  public @Nullable Value optional(int index) {
    return index < inputs.size() ? inputs.get(index) : null;
  }

  /**
   * Returns an operand that must be there.
   *
   * @throws IllegalArgumentException if it is absent
   */
  Value input(int index) {
    Value value = optional(index);
    if (value == null) {
      throw new IllegalArgumentException("input " + index + " is missing");
    }
    return value;
  }

  /** Returns the number of axes of an operand, which the rewriting of the node must know. */
  int rank(int index) {
    return ranked(input(index)).rank();
  }

  Shape ranked(Value value) {
    if (!value.shape().ranked()) {
      throw new UnsupportedModelException(
          label, "the number of axes of '" + value.name() + "' is not known");
    }
    return value.shape();
  }

  /** Returns one known length of an operand. */
  int length(int index, int axis) {
    long length = ranked(input(index)).length(axis);
    if (length < 0) {
      throw new UnsupportedModelException(
          label, "axis " + axis + " of '" + input(index).name() + "' has no known length");
    }
    return Math.toIntExact(length);
  }

  /** Returns the content of an operand that must be known when the file is read. */
  Tensor constant(int index) {
    Tensor constant = input(index).constant();
    if (constant == null) {
      throw new UnsupportedModelException(
          label, "input " + index + " ('" + input(index).name() + "') must be a constant");
    }
    return constant;
  }

  /** Adds or replaces an operand. */
  void set(int index, @Nullable Value value) {
    while (inputs.size() <= index) {
      inputs.add(null);
    }
    inputs.set(index, value);
  }

  /** Leaves out the operands from one position on. */
  void keepInputs(int count) {
    while (inputs.size() > count) {
      inputs.remove(inputs.size() - 1);
    }
  }

  long integer(String name, long otherwise) {
    return attributes.get(name) instanceof Long number ? number : otherwise;
  }

  float number(String name, float otherwise) {
    return attributes.get(name) instanceof Float number ? number : otherwise;
  }

  String text(String name, String otherwise) {
    return attributes.get(name) instanceof String text ? text : otherwise;
  }

  /** Returns a list of integers, null if the attribute is absent. */
  long @Nullable [] integers(String name) {
    return attributes.get(name) instanceof List<?> list
        ? list.stream().mapToLong(item -> (Long) item).toArray()
        : null;
  }

  void drop(String... names) {
    for (String name : names) {
      attributes.remove(name);
    }
  }
}
