package dev.tenon.layers.normalization;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Build;
import dev.tenon.ir.layer.Call;
import dev.tenon.ir.layer.Layer;
import dev.tenon.ir.layer.Ops;
import dev.tenon.ir.op.Normalization;
import dev.tenon.ir.shape.Shape;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shifts and scales each channel to mean 0 and variance 1, then by learned numbers.
 *
 * <p>In training, a layer that is not frozen uses the statistics of the batch, without masked
 * entries, and moves its own towards them; else it uses its own. Input and output have the same
 * shape; {@code axis} is the channel axis. The moving variance follows the biased variance of the
 * batch, as in Keras 3. {@code renorm} is refused. Keras' key {@code synchronized}, a word of Java,
 * has no component: it changes nothing on one device.
 *
 * @see <a href="https://keras.io/api/layers/normalization_layers/batch_normalization/">Keras:
 *     BatchNormalization</a>
 */
@RecordBuilder
public record BatchNormalization(
    long axis,
    double momentum,
    double epsilon,
    boolean center,
    boolean scale,
    @Nullable KerasObject betaInitializer,
    @Nullable KerasObject gammaInitializer,
    @Nullable KerasObject movingMeanInitializer,
    @Nullable KerasObject movingVarianceInitializer,
    @Nullable KerasObject betaRegularizer,
    @Nullable KerasObject gammaRegularizer,
    @Nullable KerasObject betaConstraint,
    @Nullable KerasObject gammaConstraint,
    boolean renorm,
    @Nullable Map<String, Double> renormClipping,
    double renormMomentum)
    implements Layer<BatchNormalization.Weights>, BatchNormalizationBuilder.With {

  /** Keras' defaults. */
  public static final BatchNormalization DEFAULTS =
      new BatchNormalization(
          -1,
          0.99,
          0.001,
          true,
          true,
          KerasObject.of("Zeros"),
          KerasObject.of("Ones"),
          KerasObject.of("Zeros"),
          KerasObject.of("Ones"),
          null,
          null,
          null,
          null,
          false,
          null,
          0.99);

  /** Handles to the weights. */
  public record Weights(
      @Nullable Parameter gamma,
      @Nullable Parameter beta,
      Parameter movingMean,
      Parameter movingVariance) {}

  @Override
  public Weights build(Build build, List<Shape> inputs) {
    if (renorm) {
      throw new UnsupportedModelException(
          "BatchNormalization with renorm=True is not supported: batch renormalisation keeps"
              + " further statistics that Tenon has no rule for");
    }
    Shape channels = Shape.of(inputs.get(0).dim(Math.toIntExact(axis)));
    return new Weights(
        scale ? build.weight("gamma", channels, gammaInitializer) : null,
        center ? build.weight("beta", channels, betaInitializer) : null,
        build.state("moving_mean", channels, movingMeanInitializer),
        build.state("moving_variance", channels, movingVarianceInitializer));
  }

  @Override
  public List<Value> call(Weights weights, Call call, List<Value> inputs) {
    Ops ops = call.ops();
    Value given = inputs.get(0);
    Value x = Moments.atLeastFloat32(ops, given);
    Value mean = ops.cast(call.stored(weights.movingMean()), x.dtype());
    Value variance = ops.cast(call.stored(weights.movingVariance()), x.dtype());
    int channel = x.shape().axis(Math.toIntExact(axis));
    Affine affine = Affine.read(call, weights.gamma(), weights.beta(), x.dtype());
    Value y;
    if (call.training() && call.trainable()) {
      Moments batch = Moments.ofChannels(ops, x, channel, call.mask(0));
      call.update(weights.movingMean(), moved(ops, mean, batch.mean()));
      call.update(weights.movingVariance(), moved(ops, variance, batch.variance()));
      y = affine.along(ops, x, batch, epsilon, channel);
    } else if (channel == 1 || channel == x.rank() - 1) {
      Normalization.BatchNormalization operator =
          new Normalization.BatchNormalization((float) epsilon, (float) momentum, 0, channel != 1);
      long length = x.shape().length(channel);
      y =
          ops.apply(
              operator,
              x,
              affine.gammaOrOnes(ops, x.dtype(), length),
              affine.betaOrZeros(ops, x.dtype(), length),
              mean,
              variance);
    } else {
      y = affine.along(ops, x, new Moments(mean, variance), epsilon, channel);
    }
    return List.of(ops.cast(y, call.policy().compute()));
  }

  private Value moved(Ops ops, Value now, Value batch) {
    return ops.add(ops.mul(now, momentum), ops.mul(batch, 1 - momentum));
  }

  @Override
  public MaskFlow maskFlow() {
    return MaskFlow.PASS;
  }
}
