package dev.tenon.layers.core;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Quantization;

/** The kernel of a Dense: a matrix for the last axis. */
record MatrixLayout(long rows, long columns) implements QuantizedKernel.Layout {
  @Override
  public Shape kernelShape() {
    return Shape.of(rows, columns);
  }

  @Override
  public long[] matrix(Quantization.Mode mode) {
    return new long[] {rows, columns};
  }

  @Override
  public Shape scaleShape() {
    return Shape.of(columns);
  }

  @Override
  public long[] summed() {
    return new long[] {-1};
  }

  @Override
  public Value fitted(Ops ops, Value inputScale) {
    return inputScale;
  }

  @Override
  public boolean scalesKernel() {
    return false;
  }

  @Override
  public Value product(Ops ops, Value x, Value kernel) {
    return ops.matMul(x, kernel);
  }
}
