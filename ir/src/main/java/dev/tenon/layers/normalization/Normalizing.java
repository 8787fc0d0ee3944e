package dev.tenon.layers.normalization;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Ops;
import dev.tenon.ir.op.Normalization;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Normalisations of a tensor by other tensors, which {@code keras.ops} calls between layers. */
public final class Normalizing {
  private Normalizing() {}

  /**
   * Shifts and scales to mean 0 and variance 1 over some axes; with {@code rmsScaling} it only
   * divides by the standard deviation.
   *
   * @return a value of x's type
   */
  public static Value layer(
      Ops ops,
      Value given,
      @Nullable Value gamma,
      @Nullable Value beta,
      List<Long> axis,
      double epsilon,
      boolean rmsScaling) {
    Value x = Moments.atLeastFloat32(ops, given);
    int[] axes = Moments.fromTheFront(axis, x.rank());
    Shape lengths = LayerNormalization.lengths(x.shape(), axis);
    Affine affine = new Affine(as(ops, gamma, x.dtype()), as(ops, beta, x.dtype()));
    Value y;
    if (rmsScaling) {
      Affine scale = spread(ops, new Affine(affine.gamma(), null), x, axes);
      Moments moments = Moments.over(ops, x, LayerNormalization.longs(axes));
      y = ops.mul(x, moments.inverseDeviation(ops, epsilon));
      Value factor = scale.gamma();
      y = factor == null ? y : ops.mul(y, factor);
    } else if (Moments.trailing(axes, x.rank())
        && lengths.isKnown()
        && has(gamma, lengths)
        && has(beta, lengths)) {
      y = operator(ops, x, affine, axes.length, lengths, epsilon);
    } else {
      Moments moments = Moments.over(ops, x, LayerNormalization.longs(axes));
      y = spread(ops, affine, x, axes).apply(ops, x, moments, epsilon);
    }
    return ops.cast(y, given.dtype());
  }

  private static Value operator(
      Ops ops, Value x, Affine affine, int axes, Shape lengths, double epsilon) {
    Normalization.LayerNormalization operator =
        new Normalization.LayerNormalization(-axes, (float) epsilon, 1);
    Value gamma = affine.gammaOrOnes(ops, x.dtype(), lengths.toLongs());
    Value beta = affine.beta();
    return beta == null ? ops.apply(operator, x, gamma) : ops.apply(operator, x, gamma, beta);
  }

  private static boolean has(@Nullable Value weight, Shape lengths) {
    return weight == null || weight.shape().equals(lengths);
  }

  /** Gives weights the axes of x, unless they have as many already. */
  private static Affine spread(Ops ops, Affine affine, Value x, int[] axes) {
    Shape shape = LayerNormalization.broadcast(x.shape(), axes);
    return new Affine(spread(ops, affine.gamma(), x, shape), spread(ops, affine.beta(), x, shape));
  }

  private static @Nullable Value spread(Ops ops, @Nullable Value weight, Value x, Shape shape) {
    return weight == null || weight.rank() == x.rank() ? weight : ops.reshape(weight, shape);
  }

  private static @Nullable Value as(Ops ops, @Nullable Value weight, DType type) {
    return weight == null ? null : ops.cast(weight, type);
  }

  /** Divides by the root mean square over some axes; the scale is spread by NumPy's rule alone. */
  public static Value rootMeanSquare(
      Ops ops, Value given, @Nullable Value factor, List<Long> axis, double epsilon) {
    Value x = Moments.atLeastFloat32(ops, given);
    int[] axes = Moments.fromTheFront(axis, x.rank());
    Value scale = as(ops, factor, x.dtype());
    Value y;
    if (scale != null
        && Moments.trailing(axes, x.rank())
        && has(scale, LayerNormalization.lengths(x.shape(), axis))) {
      y = ops.apply(new Normalization.RMSNormalization(-axes.length, (float) epsilon, 1), x, scale);
    } else {
      Value mean = ops.reduceMean(ops.mul(x, x), true, LayerNormalization.longs(axes));
      y = ops.mul(x, Moments.inverseRoot(ops, ops.add(mean, epsilon)));
      y = scale == null ? y : ops.mul(y, scale);
    }
    return ops.cast(y, given.dtype());
  }

  /**
   * Shifts and scales by given means and variances.
   *
   * @param axis the axis that the other tensors belong to
   */
  public static Value batch(
      Ops ops,
      Value x,
      Value mean,
      Value variance,
      @Nullable Value offset,
      @Nullable Value scale,
      long axis,
      double epsilon) {
    int at = x.shape().axis(Math.toIntExact(axis));
    long length = x.shape().length(at);
    boolean vectors = length > 0 && mean.rank() == 1 && variance.rank() == 1;
    vectors &= mean.shape().length(0) == length && variance.shape().length(0) == length;
    Shape own = Shape.of(length);
    if (vectors
        && x.rank() > 1
        && (at == 1 || at == x.rank() - 1)
        && has(offset, own)
        && has(scale, own)) {
      Affine affine = new Affine(scale, offset);
      return ops.apply(
          new Normalization.BatchNormalization((float) epsilon, 0, 0, at != 1),
          x,
          affine.gammaOrOnes(ops, x.dtype(), length),
          affine.betaOrZeros(ops, x.dtype(), length),
          mean,
          variance);
    }
    Shape shape = LayerNormalization.broadcast(x.shape(), new int[] {at});
    // With axis -1 Keras leaves the spreading to NumPy's rule.
    boolean plain = axis == -1;
    Moments moments =
        plain
            ? new Moments(mean, variance)
            : new Moments(ops.reshape(mean, shape), ops.reshape(variance, shape));
    Affine affine = new Affine(scale, offset);
    return (plain ? affine : affine.reshaped(ops, shape)).apply(ops, x, moments, epsilon);
  }
}
