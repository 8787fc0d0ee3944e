package dev.tenon.layers.normalization;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Normalization;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Normalizes each channel over the batch: {@code y = gamma * (x - mean) / sqrt(variance + epsilon)
 * + beta}.
 *
 * <p>Input of any shape; output of the same shape. Training uses the mean and the variance of the
 * batch without masked entries, and updates the moving statistics: {@code moving = momentum *
 * moving + (1 - momentum) * batch}. Inference and frozen layers use the moving statistics. The
 * moving variance follows the biased variance, as in Keras 3. Masks pass through.
 *
 * <p>A training step with {@code renorm} fails with an {@code UnsupportedModelException}. Keras'
 * argument {@code synchronized} changes nothing on one device and has no setter.
 *
 * @param axis the channel axis; Keras 2 allows several
 * @param momentum the momentum of the moving statistics
 * @param movingMeanInitializer the initializer of the moving mean
 * @param movingVarianceInitializer the initializer of the moving variance
 * @param renorm whether tf_keras uses batch renormalization, which only inference supports
 * @param renormClipping the bounds of batch renormalization in tf_keras
 * @param renormMomentum the momentum of batch renormalization in tf_keras
 * @see <a href="https://arxiv.org/abs/1502.03167">Ioffe and Szegedy, 2015</a>
 * @see <a href="https://keras.io/api/layers/normalization_layers/batch_normalization/">Keras:
 *     BatchNormalization</a>
 */
@ShortName(
    value = {"axis", "momentum", "epsilon"},
    required = 0)
public record BatchNormalization(
    @Default("-1") List<Long> axis,
    @Default("0.99") double momentum,
    @Default("0.001") double epsilon,
    @Default("true") boolean center,
    @Default("true") boolean scale,
    @Default("Zeros") @Nullable KerasObject betaInitializer,
    @Default("Ones") @Nullable KerasObject gammaInitializer,
    @Default("Zeros") @Nullable KerasObject movingMeanInitializer,
    @Default("Ones") @Nullable KerasObject movingVarianceInitializer,
    @Nullable KerasObject betaRegularizer,
    @Nullable KerasObject gammaRegularizer,
    @Nullable KerasObject betaConstraint,
    @Nullable KerasObject gammaConstraint,
    @Default("false") boolean renorm,
    @Nullable Map<String, Double> renormClipping,
    @Default("0.99") double renormMomentum)
    implements Layer<BatchNormalization.Weights>, BatchNormalizationOptions {

  /** The number of axes for which engines have one kernel that trains. */
  private static final int PICTURES = 4;

  /** Handles to the weights. */
  public record Weights(
      @Nullable Parameter gamma,
      @Nullable Parameter beta,
      Parameter movingMean,
      Parameter movingVariance) {}

  @Override
  public Weights build(Build build, List<Shape> inputs) {
    Shape input = inputs.get(0);
    Shape shape =
        axis.size() == 1
            ? Shape.of(input.dim(Math.toIntExact(axis.get(0))))
            : LayerNormalization.broadcast(input, Moments.fromTheFront(axis, input.rank()));
    Weights weights =
        new Weights(
            scale ? build.weight("gamma", shape, gammaInitializer) : null,
            center ? build.weight("beta", shape, betaInitializer) : null,
            build.state("moving_mean", shape, movingMeanInitializer),
            build.state("moving_variance", shape, movingVarianceInitializer));
    if (renorm) {
      // Kept for the file's sake: prediction does not read them, and training is refused.
      build.state("moving_stddev", shape, KerasObject.of("Ones"));
      build.state("renorm_mean", shape, KerasObject.of("Zeros"));
      build.state("renorm_stddev", shape, KerasObject.of("Ones"));
    }
    return weights;
  }

  @Override
  public List<Value> call(Weights weights, Call call, List<Value> inputs) {
    Ops ops = call.ops();
    Value x = Moments.atLeastFloat32(ops, inputs.get(0));
    Value mean = ops.cast(call.stored(weights.movingMean()), x.dtype());
    Value variance = ops.cast(call.stored(weights.movingVariance()), x.dtype());
    int[] kept = Moments.fromTheFront(axis, x.rank());
    Affine affine = Affine.read(call, weights.gamma(), weights.beta(), x.dtype());
    boolean onnx = kept.length == 1 && (kept[0] == 1 || kept[0] == x.rank() - 1);
    Value y;
    if (call.training() && call.trainable()) {
      if (renorm) {
        throw new UnsupportedModelException(
            "training a BatchNormalization with renorm=True is not supported; freeze the layer"
                + " (trainable=False), which then uses its moving statistics");
      }
      Moments batch;
      if (onnx && x.rank() == PICTURES && call.mask(0) == null) {
        // With a momentum of 0 the running moments are those of the batch.
        List<Value> all = operator(ops, affine, x, kept[0], new Moments(mean, variance), 0, 1);
        y = all.get(0);
        batch = new Moments(all.get(1), all.get(2));
      } else {
        batch = Moments.keeping(ops, x, kept, call.mask(0), mean.shape());
        y = affine.along(ops, x, batch, epsilon, kept);
      }
      call.update(weights.movingMean(), moved(ops, mean, batch.mean()));
      call.update(weights.movingVariance(), moved(ops, variance, batch.variance()));
    } else if (onnx) {
      Moments own = new Moments(mean, variance);
      y = operator(ops, affine, x, kept[0], own, (float) momentum, 0).get(0);
    } else {
      y = affine.along(ops, x, new Moments(mean, variance), epsilon, kept);
    }
    return List.of(ops.cast(y, call.policy().compute()));
  }

  private List<Value> operator(
      Ops ops, Affine affine, Value x, int axis, Moments own, float kept, long training) {
    long length = x.shape().length(axis);
    return ops.applyAll(
        new Normalization.BatchNormalization((float) epsilon, kept, training, axis != 1),
        x,
        affine.gammaOrOnes(ops, x.dtype(), length),
        affine.betaOrZeros(ops, x.dtype(), length),
        own.mean(),
        own.variance());
  }

  private Value moved(Ops ops, Value now, Value batch) {
    return ops.add(ops.mul(now, momentum), ops.mul(batch, 1 - momentum));
  }

  @Override
  public MaskFlow maskFlow() {
    return MaskFlow.PASS;
  }
}
