package dev.tenon.model;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;

/**
 * The name, element type and shape of an input or output of a model.
 *
 * @param name the name
 * @param dtype the element type
 * @param shape the shape; the batch axis and other free axes are symbolic
 */
public record TensorSpec(String name, DType dtype, Shape shape) {
  /** The type of a value without any information: float32 of unknown rank. */
  public static final TensorType UNKNOWN = new TensorType(DType.FLOAT32, Shape.unknownRank());

  @Override
  public String toString() {
    return name + ": " + dtype.numpyName() + shape;
  }

  /** Returns the specification with any number of samples. */
  public TensorSpec anyBatch() {
    boolean fixed = shape.ranked() && shape.rank() > 0 && shape.dim(0).isKnown();
    return fixed ? new TensorSpec(name, dtype, shape.with(0, Dim.unknown())) : this;
  }

  /**
   * Returns the specification of a value of a graph.
   *
   * @param value an input or output of the graph
   */
  public static TensorSpec of(Value value) {
    return new TensorSpec(value.name(), value.dtype(), value.shape());
  }
}
