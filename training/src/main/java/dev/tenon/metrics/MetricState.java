package dev.tenon.metrics;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.tensor.DType;
import org.jspecify.annotations.Nullable;

/** The variables of one metric, and what it may ask, while its operators are written. */
public interface MetricState {
  /** Returns the operators to compute with. */
  Ops ops();

  /**
   * Returns the operator that gives a value, see {@link dev.tenon.losses.LossCall#producer}; null
   * for an input.
   */
  @Nullable OperatorNode producer(Value value);

  /**
   * Returns the mask that came with the prediction, bool; null where there is none.
   *
   * <p>As in Keras, metrics that are means use it and all others do not.
   */
  @Nullable Value mask();

  /**
   * Returns the content of a variable, changes of this batch included, and makes the variable where
   * there is none yet.
   *
   * @param name Keras' name, such as {@code total}
   * @param dtype its element type
   * @param shape its shape, the same at every call; it is born as zeros
   */
  Value read(String name, DType dtype, long... shape);

  /** Returns the content of a float32 variable, see {@link #read(String, DType, long...)}. */
  default Value read(String name, long... shape) {
    return read(name, DType.FLOAT32, shape);
  }

  /**
   * Returns the content of a variable that {@link Metric#update} has made before.
   *
   * @throws IllegalStateException where it has not
   */
  Value stored(String name);

  /** Reports what a variable becomes. */
  void assign(String name, Value value);

  /** Reports that a variable grows by a value. */
  default void add(String name, Value value, long... shape) {
    assign(name, ops().add(read(name, value.dtype(), shape), value));
  }
}
