package dev.tenon.metrics;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Ops;

/** The variables of one metric while its operators are written. */
public interface MetricState {
  /** Returns the operators to compute with. */
  Ops ops();

  /**
   * Returns the content of a float32 variable, changes of this batch included.
   *
   * @param name Keras' name, such as {@code total}
   * @param shape its shape, the same at every call; it is born as zeros
   */
  Value read(String name, long... shape);

  /** Reports what a variable becomes. */
  void assign(String name, Value value);

  /** Reports that a variable grows by a value. */
  default void add(String name, Value value, long... shape) {
    assign(name, ops().add(read(name, shape), value));
  }
}
