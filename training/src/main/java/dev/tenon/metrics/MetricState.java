package dev.tenon.metrics;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.tensor.DType;
import org.jspecify.annotations.Nullable;

/** The variables of one metric, and the context in which it writes its operators. */
public interface MetricState {
  /** Returns the operators to compute with. */
  Ops ops();

  /**
   * Returns the operator that computes a value, see {@link dev.tenon.losses.LossCall#producer};
   * null for an input.
   *
   * @param value the value
   */
  @Nullable OperatorNode producer(Value value);

  /**
   * Returns the mask of the prediction, bool; null for no mask.
   *
   * <p>As in Keras, only metrics that are means use it.
   */
  @Nullable Value mask();

  /**
   * Returns the value of a variable, including changes of this batch; the first call creates it
   * with zeros.
   *
   * @param name Keras' name, such as {@code total}
   * @param dtype its element type
   * @param shape its shape, the same at every call
   */
  Value read(String name, DType dtype, long... shape);

  /**
   * Returns the value of a float32 variable, see {@link #read(String, DType, long...)}.
   *
   * @param name Keras' name of the variable
   * @param shape its shape, the same at every call
   */
  default Value read(String name, long... shape) {
    return read(name, DType.FLOAT32, shape);
  }

  /**
   * Returns the value of a variable that {@link Metric#update} has created.
   *
   * @param name Keras' name
   * @throws IllegalStateException if the variable was not created
   */
  Value stored(String name);

  /**
   * Assigns a new value to a variable.
   *
   * @param name Keras' name of the variable
   * @param value the value
   */
  void assign(String name, Value value);

  /**
   * Adds a value to a variable, which the first call creates with zeros.
   *
   * @param name Keras' name
   * @param value the value to add
   * @param shape the shape of the variable
   */
  default void add(String name, Value value, long... shape) {
    assign(name, ops().add(read(name, value.dtype(), shape), value));
  }
}
