package dev.tenon.layers.normalization;

import dev.tenon.internal.layers.TableSize;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Call;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The learned scale and shift after a normalisation, each of which may be left out. */
record Affine(@Nullable Value gamma, @Nullable Value beta) {

  static Affine read(Call call, @Nullable Parameter gamma, @Nullable Parameter beta, DType dtype) {
    return new Affine(read(call, gamma, dtype), read(call, beta, dtype));
  }

  private static @Nullable Value read(Call call, @Nullable Parameter parameter, DType dtype) {
    return parameter == null ? null : call.ops().cast(call.stored(parameter), dtype);
  }

  Value gammaOrOnes(Ops ops, DType dtype, long... shape) {
    TableSize.check("a scale of ones", shape);
    return gamma == null ? ops.constant(Tensor.full(dtype, 1, shape)) : gamma;
  }

  Value betaOrZeros(Ops ops, DType dtype, long... shape) {
    TableSize.check("an offset of zeros", shape);
    return beta == null ? ops.constant(Tensor.zeros(dtype, shape)) : beta;
  }

  /** Normalises x by moments and weights that belong to some of its axes. */
  Value along(Ops ops, Value x, Moments moments, double epsilon, int[] axes) {
    Shape shape = LayerNormalization.broadcast(x.shape(), axes);
    Moments spread =
        new Moments(ops.reshape(moments.mean(), shape), ops.reshape(moments.variance(), shape));
    return reshaped(ops, shape).apply(ops, x, spread, epsilon);
  }

  Affine reshaped(Ops ops, Shape shape) {
    return new Affine(
        gamma == null ? null : ops.reshape(gamma, shape),
        beta == null ? null : ops.reshape(beta, shape));
  }

  /** Normalises x by moments that broadcast against it, in the order of Keras' arithmetic. */
  Value apply(Ops ops, Value x, Moments moments, double epsilon) {
    Value factor = moments.inverseDeviation(ops, epsilon);
    if (gamma != null) {
      factor = ops.mul(factor, gamma);
    }
    Value shift = ops.neg(ops.mul(moments.mean(), factor));
    if (beta != null) {
      shift = ops.add(shift, beta);
    }
    return ops.add(ops.mul(x, factor), shift);
  }
}
