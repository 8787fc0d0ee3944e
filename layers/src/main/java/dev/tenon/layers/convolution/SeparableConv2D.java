package dev.tenon.layers.convolution;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.layers.common.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Convolves each channel of images by itself, then mixes the channels position by position.
 *
 * <p>Input (batch, rows, columns, channels), output (batch, new rows, new columns, filters).
 *
 * @see <a href="https://keras.io/api/layers/convolution_layers/separable_convolution2d/">Keras:
 *     SeparableConv2D</a>
 */
@RecordBuilder
@ShortName(
    value = {"filters", "kernelSize", "strides", "padding"},
    required = 2,
    aliases = "separableConvolution2D")
public record SeparableConv2D(
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
    implements SeparableConvolution, SeparableConv2DBuilder.With {

  /** Keras' defaults; {@code filters} and {@code kernelSize} have none there and are 1 here. */
  public static final SeparableConv2D DEFAULTS =
      new SeparableConv2D(
          1,
          1,
          List.of(1L, 1L),
          List.of(1L, 1L),
          "valid",
          "channels_last",
          List.of(1L, 1L),
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
