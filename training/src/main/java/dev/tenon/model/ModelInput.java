package dev.tenon.model;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;

/**
 * What a model wants or gives under one name.
 *
 * @param name the name
 * @param dtype the element type
 * @param shape the shape; the batch, and whatever else a caller chooses, is symbolic
 */
public record ModelInput(String name, DType dtype, Shape shape) {
  /** The type of a value of which nothing is known. */
  public static final TensorType UNKNOWN = new TensorType(DType.FLOAT32, Shape.unknownRank());

  @Override
  public String toString() {
    return name + ": " + dtype.numpyName() + shape;
  }

  /** Returns the same for any number of samples. */
  public ModelInput anyBatch() {
    boolean fixed = shape.ranked() && shape.rank() > 0 && shape.dim(0).isKnown();
    return fixed ? new ModelInput(name, dtype, shape.with(0, Dim.unknown())) : this;
  }

  /** Returns the input or output that a value of a graph is. */
  public static ModelInput of(Value value) {
    return new ModelInput(value.name(), value.dtype(), value.shape());
  }
}
