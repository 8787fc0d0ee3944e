package dev.tenon.layers.convolution;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.layers.common.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Spreads images by learned kernels: the gradient of a convolution as a layer.
 *
 * <p>Input (batch, rows, columns, channels), output (batch, new rows, new columns, filters); with
 * {@code channels_first} the channels lie second.
 *
 * @see <a href="https://keras.io/api/layers/convolution_layers/convolution2d_transpose/">Keras:
 *     Conv2DTranspose</a>
 */
@RecordBuilder
@ShortName(
    value = {"filters", "kernelSize", "strides", "padding"},
    required = 2,
    aliases = "convolution2DTranspose")
public record Conv2DTranspose(
    long filters,
    List<Long> kernelSize,
    List<Long> strides,
    String padding,
    @Nullable List<Long> outputPadding,
    String dataFormat,
    List<Long> dilationRate,
    @Nullable KerasObject activation,
    boolean useBias,
    @Nullable KerasObject kernelInitializer,
    @Nullable KerasObject biasInitializer,
    @Nullable KerasObject kernelRegularizer,
    @Nullable KerasObject biasRegularizer,
    @Nullable KerasObject activityRegularizer,
    @Nullable KerasObject kernelConstraint,
    @Nullable KerasObject biasConstraint)
    implements TransposedConvolution, Conv2DTransposeBuilder.With {

  /** Keras' defaults; {@code filters} and {@code kernelSize} have none there and are 1 here. */
  public static final Conv2DTranspose DEFAULTS =
      new Conv2DTranspose(
          1,
          List.of(1L, 1L),
          List.of(1L, 1L),
          "valid",
          null,
          "channels_last",
          List.of(1L, 1L),
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
