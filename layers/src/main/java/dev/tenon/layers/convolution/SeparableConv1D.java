package dev.tenon.layers.convolution;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.layers.common.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Convolves each channel of sequences by itself, then mixes the channels position by position.
 *
 * <p>Input (batch, steps, channels), output (batch, new steps, filters).
 *
 * @see <a href="https://keras.io/api/layers/convolution_layers/separable_convolution1d/">Keras:
 *     SeparableConv1D</a>
 */
@RecordBuilder
@ShortName(
    value = {"filters", "kernelSize", "strides", "padding"},
    required = 2,
    aliases = "separableConvolution1D")
public record SeparableConv1D(
    long depthMultiplier,
    long filters,
    List<Long> kernelSize,
    List<Long> strides,
    String padding,
    String dataFormat,
    List<Long> dilationRate,
    @Nullable KerasObject activation,
    boolean useBias,
    @Nullable KerasObject depthwiseInitializer,
    @Nullable KerasObject pointwiseInitializer,
    @Nullable KerasObject biasInitializer,
    @Nullable KerasObject depthwiseRegularizer,
    @Nullable KerasObject pointwiseRegularizer,
    @Nullable KerasObject biasRegularizer,
    @Nullable KerasObject activityRegularizer,
    @Nullable KerasObject depthwiseConstraint,
    @Nullable KerasObject pointwiseConstraint,
    @Nullable KerasObject biasConstraint)
    implements SeparableConvolution, SeparableConv1DBuilder.With {

  /** Keras' defaults; {@code filters} and {@code kernelSize} have none there and are 1 here. */
  public static final SeparableConv1D DEFAULTS =
      new SeparableConv1D(
          1,
          1,
          List.of(1L),
          List.of(1L),
          "valid",
          "channels_last",
          List.of(1L),
          null,
          true,
          KerasObject.of("GlorotUniform"),
          KerasObject.of("GlorotUniform"),
          KerasObject.of("Zeros"),
          null,
          null,
          null,
          null,
          null,
          null,
          null);
}
