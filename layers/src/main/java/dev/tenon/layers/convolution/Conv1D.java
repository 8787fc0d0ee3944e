package dev.tenon.layers.convolution;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.layers.common.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Convolves sequences with learned kernels.
 *
 * <p>Input (batch, steps, channels), output (batch, new steps, filters); with {@code
 * channels_first} the channels lie second. Padding may be {@code causal}: only entries of the past
 * count.
 *
 * @see <a href="https://keras.io/api/layers/convolution_layers/convolution1d/">Keras: Conv1D</a>
 */
@RecordBuilder
@ShortName(
    value = {"filters", "kernelSize", "strides", "padding"},
    required = 2,
    aliases = "convolution1D")
public record Conv1D(
    long filters,
    List<Long> kernelSize,
    List<Long> strides,
    String padding,
    String dataFormat,
    List<Long> dilationRate,
    long groups,
    @Nullable KerasObject activation,
    boolean useBias,
    @Nullable KerasObject kernelInitializer,
    @Nullable KerasObject biasInitializer,
    @Nullable KerasObject kernelRegularizer,
    @Nullable KerasObject biasRegularizer,
    @Nullable KerasObject activityRegularizer,
    @Nullable KerasObject kernelConstraint,
    @Nullable KerasObject biasConstraint)
    implements PlainConvolution, Conv1DBuilder.With {

  /** Keras' defaults; {@code filters} and {@code kernelSize} have none there and are 1 here. */
  public static final Conv1D DEFAULTS =
      new Conv1D(
          1,
          List.of(1L),
          List.of(1L),
          "valid",
          "channels_last",
          List.of(1L),
          1,
          null,
          true,
          KerasObject.of("GlorotUniform"),
          KerasObject.of("Zeros"),
          null,
          null,
          null,
          null,
          null);
}
