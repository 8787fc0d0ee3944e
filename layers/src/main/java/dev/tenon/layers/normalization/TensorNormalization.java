package dev.tenon.layers.normalization;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Normalization;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Normalizations of a tensor by other tensors, for {@code keras.ops}. */
public final class TensorNormalization {
  private TensorNormalization() {}

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
    Affine affine = new Affine(as(ops, gamma, x.dtype()), as(ops, beta, x.dtype()));
    return ops.cast(layer(ops, x, affine, axis, epsilon, rmsScaling), given.dtype());
  }

  /** Does the same with weights of x's own type, float32 at least. */
  static Value layer(
      Ops ops, Value x, Affine affine, List<Long> axis, double epsilon, boolean rmsScaling) {
    int[] axes = Moments.fromTheFront(axis, x.rank());
    Shape lengths = LayerNormalization.lengths(x.shape(), axis);
    if (rmsScaling) {
      Affine scale = spread(ops, new Affine(affine.gamma(), null), x, axes);
      Moments moments = Moments.over(ops, x, LayerNormalization.longs(axes));
      Value y = ops.mul(x, moments.inverseDeviation(ops, epsilon));
      Value factor = scale.gamma();
      return factor == null ? y : ops.mul(y, factor);
    }
    if (Moments.trailing(axes, x.rank())
        && lengths.isKnown()
        && has(affine.gamma(), lengths)
        && has(affine.beta(), lengths)) {
      return operator(ops, x, affine, axes.length, lengths, epsilon);
    }
    Moments moments = Moments.over(ops, x, LayerNormalization.longs(axes));
    return spread(ops, affine, x, axes).apply(ops, x, moments, epsilon);
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
    Value y = scaledByRoot(ops, x, as(ops, factor, x.dtype()), axis, epsilon);
    return ops.cast(y, given.dtype());
  }

  /** Does the same with a scale of x's own type, float32 at least. */
  static Value scaledByRoot(
      Ops ops, Value x, @Nullable Value scale, List<Long> axis, double epsilon) {
    int[] axes = Moments.fromTheFront(axis, x.rank());
    if (scale != null
        && Moments.trailing(axes, x.rank())
        && has(scale, LayerNormalization.lengths(x.shape(), axis))) {
      return ops.apply(
          new Normalization.RMSNormalization(-axes.length, (float) epsilon, 1), x, scale);
    }
    Value mean = ops.reduceMean(ops.mul(x, x), true, LayerNormalization.longs(axes));
    Value y = ops.mul(x, Moments.inverseRoot(ops, ops.add(mean, epsilon)));
    return scale == null ? y : ops.mul(y, scale);
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
