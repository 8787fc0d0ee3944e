package dev.tenon.layers.normalization;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Normalization;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Normalizes groups of neighbouring channels of each sample to mean 0 and variance 1.
 *
 * <p>{@code y = gamma * (x - mean) / sqrt(variance + epsilon) + beta}, with one {@code gamma} and
 * {@code beta} for each channel. Input of any shape; output of the same shape. A number of channels
 * that {@code groups} does not divide fails with an {@link IllegalArgumentException} when the layer
 * is built. Masks pass through.
 *
 * @param groups the number of groups; -1 is one group for each channel
 * @param axis the channel axis
 * @see <a href="https://arxiv.org/abs/1803.08494">Wu and He, 2018</a>
 * @see <a href="https://keras.io/api/layers/normalization_layers/group_normalization/">Keras:
 *     GroupNormalization</a>
 */
@ShortName(
    value = {"groups", "axis"},
    required = 0)
public record GroupNormalization(
    @Default("32") long groups,
    @Default("-1") long axis,
    @Default("0.001") double epsilon,
    @Default("true") boolean center,
    @Default("true") boolean scale,
    @Default("Zeros") @Nullable KerasObject betaInitializer,
    @Default("Ones") @Nullable KerasObject gammaInitializer,
    @Nullable KerasObject betaRegularizer,
    @Nullable KerasObject gammaRegularizer,
    @Nullable KerasObject betaConstraint,
    @Nullable KerasObject gammaConstraint)
    implements Layer<GroupNormalization.Weights>, GroupNormalizationOptions {
  /** Handles to the weights. */
  public record Weights(@Nullable Parameter gamma, @Nullable Parameter beta) {}

  @Override
  public Weights build(Build build, List<Shape> inputs) {
    Dim channels = inputs.get(0).dim(Math.toIntExact(axis));
    if (channels.isKnown() && groups != -1 && channels.orMinusOne() % groups != 0) {
      throw new IllegalArgumentException(
          "the input has " + channels + " channels, which " + groups + " groups do not divide");
    }
    Shape shape = Shape.of(channels);
    return new Weights(
        scale ? build.weight("gamma", shape, gammaInitializer) : null,
        center ? build.weight("beta", shape, betaInitializer) : null);
  }

  @Override
  public List<Value> call(Weights weights, Call call, List<Value> inputs) {
    Ops ops = call.ops();
    Value x = Moments.atLeastFloat32(ops, inputs.get(0));
    int channel = x.shape().axis(Math.toIntExact(axis));
    long channels = x.shape().length(channel);
    long count = groups == -1 ? channels : groups;
    Affine affine = Affine.read(call, weights.gamma(), weights.beta(), x.dtype());
    Value y;
    if (x.rank() > 2 && (channel == 1 || channel == x.rank() - 1)) {
      Normalization.GroupNormalization operator =
          new Normalization.GroupNormalization((float) epsilon, count, 1, channel != 1);
      y =
          ops.apply(
              operator,
              x,
              affine.gammaOrOnes(ops, x.dtype(), channels),
              affine.betaOrZeros(ops, x.dtype(), channels));
    } else {
      y = grouped(ops, x, channel, count, affine);
    }
    return List.of(ops.cast(y, call.policy().compute()));
  }

  /** Splits the channel axis into groups and members, and normalises all but batch and groups. */
  private Value grouped(Ops ops, Value x, int channel, long count, Affine affine) {
    Dim members = x.shape().dim(channel).floorDiv(count);
    Shape split = x.shape().with(channel, Dim.of(count)).insert(channel + 1, members);
    Value parts = ops.reshape(x, split);
    long[] axes = LongStream.range(1, split.rank()).filter(a -> a != channel).toArray();
    List<Dim> ones = new ArrayList<>(Collections.nCopies(split.rank(), Dim.of(1)));
    ones.set(channel, Dim.of(count));
    ones.set(channel + 1, members);
    Moments moments = Moments.over(ops, parts, axes);
    Value y = affine.reshaped(ops, Shape.of(ones)).apply(ops, parts, moments, epsilon);
    return ops.reshape(y, x.shape());
  }

  @Override
  public MaskFlow maskFlow() {
    return MaskFlow.PASS;
  }
}
