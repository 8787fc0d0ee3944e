package dev.tenon.losses;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.Unary;
import dev.tenon.tensor.DType;

/**
 * The circle loss of class indices and unit embeddings, which pulls pairs of one class together and
 * pushes other pairs apart.
 *
 * <p>Target (batch) or (batch, 1) with class indices, prediction (batch, features) with unit
 * vectors, loss (batch). Every sample is compared with all samples of its batch. Samples whose loss
 * is 0 do not count in the mean, for example those without another sample of their class.
 *
 * <p>{@code softplus(logsumexp(-γ max(m + d, 0) (m - d)) + logsumexp(γ max(1 + m - d, 0) (1 - m -
 * d)))}, with the distance {@code d = max(1 - cos, 0)} of a pair. The first sum is over the pairs
 * of the sample's class, the second over all others.
 *
 * @param gamma γ, the scale of the similarities; 80 by default
 * @param margin m, the relaxation; 0.4 by default
 * @param removeDiagonal whether pairs of a sample with itself are left out; true by default
 * @param reduction the reduction of the losses to one number; {@code sum_over_batch_size} by
 *     default
 * @param name the name in logs and histories; {@code circle} by default
 * @param dtype the element type of the computation; {@code float32} by default
 * @see <a href="https://keras.io/api/losses/metric_learning_losses/#circle-class">Keras: Circle</a>
 * @see <a href="https://arxiv.org/abs/2002.10857">Sun et al., 2020</a>
 */
@Setters
public record Circle(
    double gamma,
    double margin,
    boolean removeDiagonal,
    Reduction reduction,
    String name,
    String dtype)
    implements LossFunction, CircleSetters {
  /** The loss with Keras' default arguments. */
  public static final Circle DEFAULTS =
      new Circle(80, 0.4, true, Reduction.SUM_OVER_BATCH_SIZE, "circle", "float32");

  /** Stands for the logarithm of 0: finite, so that its gradient is 0 rather than not a number. */
  private static final double LOG_ZERO = -1e30;

  @Override
  public Value compute(LossCall call, Value target, Value prediction) {
    Ops ops = call.ops();
    if (prediction.rank() != 2
        || target.rank() > 2
        || (target.rank() == 2 && target.shape().length(1) != 1)) {
      throw new IllegalArgumentException(
          "Circle: the target must be (batch) or (batch, 1) and the prediction (batch, features);"
              + " target "
              + target.type()
              + ", prediction "
              + prediction.type());
    }
    Value labels = ops.cast(target.rank() == 1 ? ops.unsqueeze(target, 1) : target, DType.INT64);
    Value cosines = ops.matMul(prediction, ops.transpose(prediction, 1, 0));
    Value distances = ops.max(ops.sub(1, cosines), 0);
    Value same = ops.equal(labels, ops.transpose(labels, 1, 0));
    Value other = ops.not(same);
    if (removeDiagonal) {
      Value itself = ops.cast(ops.apply(new Generation.EyeLike(null, 0), distances), DType.BOOL);
      same = ops.and(same, ops.not(itself));
    }
    Value attraction =
        ops.mul(ops.mul(ops.max(ops.add(distances, margin), 0), ops.sub(distances, margin)), gamma);
    Value repulsion =
        ops.mul(
            ops.mul(ops.max(ops.sub(1 + margin, distances), 0), ops.sub(1 - margin, distances)),
            gamma);
    Value each =
        ops.apply(
            new Unary.Softplus(),
            ops.add(logSumExp(ops, same, attraction), logSumExp(ops, other, repulsion)));
    call.mask(ops.greater(each, ops.scalar(each, 0)));
    return each;
  }

  private static Value logSumExp(Ops ops, Value counted, Value x) {
    Value chosen = ops.where(counted, x, ops.scalar(x, LOG_ZERO));
    return ops.apply(new dev.tenon.ir.op.Reduction.ReduceLogSumExp(0, 0), chosen, ops.longs(1));
  }
}
