package dev.tenon.layers.normalization;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LegacyOption;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Normalizes each sample over some axes to mean 0 and variance 1.
 *
 * <p>{@code y = gamma * (x - mean) / sqrt(variance + epsilon) + beta}; {@code gamma} and {@code
 * beta} have the lengths of these axes. Input of any shape; output of the same shape. Integers come
 * back as integers; {@link LegacyOption#REAL_RESULTS} gives real numbers. Masks pass through.
 *
 * @param axis the axes that mean and variance are taken over
 * @param rmsScaling whether {@code x} is only divided by its standard deviation; deprecated in
 *     Keras
 * @see <a href="https://arxiv.org/abs/1607.06450">Ba et al., 2016</a>
 * @see <a href="https://keras.io/api/layers/normalization_layers/layer_normalization/">Keras:
 *     LayerNormalization</a>
 */
@ShortName(
    value = {"axis", "epsilon"},
    required = 0)
public record LayerNormalization(
    @Default("-1") List<Long> axis,
    @Default("0.001") double epsilon,
    @Default("true") boolean center,
    @Default("true") boolean scale,
    @Default("false") boolean rmsScaling,
    @Default("Zeros") @Nullable KerasObject betaInitializer,
    @Default("Ones") @Nullable KerasObject gammaInitializer,
    @Nullable KerasObject betaRegularizer,
    @Nullable KerasObject gammaRegularizer,
    @Nullable KerasObject betaConstraint,
    @Nullable KerasObject gammaConstraint)
    implements Layer<LayerNormalization.Weights>, LayerNormalizationOptions {
  /** Handles to the weights. */
  public record Weights(@Nullable Parameter gamma, @Nullable Parameter beta) {}

  @Override
  public Weights build(Build build, List<Shape> inputs) {
    Shape shape = lengths(inputs.get(0), axis);
    return new Weights(
        scale || rmsScaling ? build.weight("gamma", shape, gammaInitializer) : null,
        center && !rmsScaling ? build.weight("beta", shape, betaInitializer) : null);
  }

  static Shape lengths(Shape input, List<Long> axes) {
    return Shape.of(axes.stream().sorted().map(axis -> input.dim(Math.toIntExact(axis))).toList());
  }

  @Override
  public List<Value> call(Weights weights, Call call, List<Value> inputs) {
    Ops ops = call.ops();
    Value given = inputs.get(0);
    boolean whole = !given.dtype().isFloating();
    Value x = whole ? ops.cast(given, DType.FLOAT32) : Moments.atLeastFloat32(ops, given);
    Affine affine = Affine.read(call, weights.gamma(), weights.beta(), x.dtype());
    Value y = TensorNormalization.layer(ops, x, affine, axis, epsilon, rmsScaling);
    // Keras gives integers back as integers, cut off at the point.
    y = whole && !call.has(LegacyOption.REAL_RESULTS) ? ops.cast(y, given.dtype()) : y;
    return List.of(ops.cast(y, call.policy().compute()));
  }

  static Shape broadcast(Shape shape, int[] axes) {
    List<Dim> dims = new ArrayList<>(Collections.nCopies(shape.rank(), Dim.of(1)));
    for (int axis : axes) {
      dims.set(axis, shape.dim(axis));
    }
    return Shape.of(dims);
  }

  static long[] longs(int[] axes) {
    return Arrays.stream(axes).asLongStream().toArray();
  }

  @Override
  public MaskFlow maskFlow() {
    return MaskFlow.PASS;
  }
}
