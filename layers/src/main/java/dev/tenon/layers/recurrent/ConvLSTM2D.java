package dev.tenon.layers.recurrent;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.layers.common.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs long short-term memory with convolutions along a sequence of images.
 *
 * <p>Input (batch, time, height, width, channels), or (batch, time, channels, height, width) with
 * {@code channels_first}; all but batch and time must be known. Output without the time axis, or
 * with it where {@code return_sequences}; the last states follow with {@code return_state}.
 *
 * @see <a href="https://keras.io/api/layers/recurrent_layers/conv_lstm2d/">Keras: ConvLSTM2D</a>
 */
@RecordBuilder
@ShortName(
    value = {"filters", "kernelSize", "strides", "padding"},
    required = 2)
public record ConvLSTM2D(
    boolean returnSequences,
    boolean returnState,
    boolean goBackwards,
    boolean stateful,
    boolean unroll,
    boolean zeroOutputForMask,
    long filters,
    List<Long> kernelSize,
    List<Long> strides,
    String padding,
    String dataFormat,
    List<Long> dilationRate,
    @Nullable KerasObject activation,
    @Nullable KerasObject recurrentActivation,
    boolean useBias,
    @Nullable KerasObject kernelInitializer,
    @Nullable KerasObject recurrentInitializer,
    @Nullable KerasObject biasInitializer,
    boolean unitForgetBias,
    @Nullable KerasObject kernelRegularizer,
    @Nullable KerasObject recurrentRegularizer,
    @Nullable KerasObject biasRegularizer,
    @Nullable KerasObject activityRegularizer,
    @Nullable KerasObject kernelConstraint,
    @Nullable KerasObject recurrentConstraint,
    @Nullable KerasObject biasConstraint,
    double dropout,
    double recurrentDropout,
    @Nullable Long seed)
    implements AroundConvolution, ConvLSTM2DBuilder.With {

  /** Keras' defaults; filters and kernel size have none there and are 1 here. */
  public static final ConvLSTM2D DEFAULTS =
      new ConvLSTM2D(
          false,
          false,
          false,
          false,
          false,
          false,
          1,
          List.of(1L, 1L),
          List.of(1L, 1L),
          "valid",
          "channels_last",
          List.of(1L, 1L),
          KerasObject.of("tanh"),
          KerasObject.of("sigmoid"),
          true,
          KerasObject.of("GlorotUniform"),
          KerasObject.of("Orthogonal"),
          KerasObject.of("Zeros"),
          true,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          0,
          0,
          null);

  @Override
  public int spatialAxes() {
    return 2;
  }

  @Override
  public ConvLSTM2D turned() {
    return withGoBackwards(!goBackwards);
  }

  @Override
  public ConvLSTM2D zeroing(boolean zero) {
    return withZeroOutputForMask(zero);
  }
}
