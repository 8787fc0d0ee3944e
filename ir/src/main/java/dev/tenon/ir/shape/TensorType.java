package dev.tenon.ir.shape;

import dev.tenon.tensor.DType;

/** The element type and shape of a value. */
public record TensorType(DType dtype, Shape shape) {
  /** Returns the type with another shape. */
  public TensorType with(Shape other) {
    return new TensorType(dtype, other);
  }

  /** Returns the type with another element type. */
  public TensorType with(DType other) {
    return new TensorType(other, shape);
  }

  @Override
  public String toString() {
    return dtype.numpyName() + shape;
  }
}
