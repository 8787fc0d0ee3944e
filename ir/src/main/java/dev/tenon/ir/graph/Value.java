package dev.tenon.ir.graph;

import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A tensor of a graph: an input, a constant, a parameter or a result of a node.
 *
 * <p>Values are compared by identity. Names are unique in a graph of a {@link GraphBuilder}.
 */
public final class Value {
  private final String name;
  private final TensorType type;
  private final @Nullable Tensor constant;
  private final @Nullable Parameter parameter;

  private Value(
      String name, TensorType type, @Nullable Tensor constant, @Nullable Parameter parameter) {
    this.name = name;
    this.type = type;
    this.constant = constant;
    this.parameter = parameter;
  }

  /** Returns the value of an input or of a node's result. */
  public static Value of(String name, TensorType type) {
    return new Value(name, type, null, null);
  }

  /** Returns a constant. */
  public static Value constant(String name, Tensor tensor) {
    TensorType type = new TensorType(tensor.dtype(), Shape.of(tensor.shape()));
    return new Value(name, type, tensor, null);
  }

  /** Returns the current content of a parameter. */
  public static Value of(Parameter parameter) {
    TensorType type = new TensorType(parameter.dtype(), Shape.of(parameter.shape()));
    return new Value(parameter.path(), type, null, parameter);
  }

  /** Returns the name. */
  public String name() {
    return name;
  }

  /** Returns the element type and shape. */
  public TensorType type() {
    return type;
  }

  /** Returns the shape. */
  public Shape shape() {
    return type.shape();
  }

  /** Returns the element type. */
  public DType dtype() {
    return type.dtype();
  }

  /** Returns the number of axes. */
  public int rank() {
    return type.shape().rank();
  }

  /** Returns the content of a constant, null for every other value. */
  public @Nullable Tensor constant() {
    return constant;
  }

  /** Returns the parameter that this value reads, null for every other value. */
  public @Nullable Parameter parameter() {
    return parameter;
  }

  @Override
  public String toString() {
    return name + ": " + type;
  }
}
