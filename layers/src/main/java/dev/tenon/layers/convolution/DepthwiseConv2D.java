package dev.tenon.layers.convolution;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.layers.common.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Convolves each channel of images by itself with {@code depthMultiplier} kernels.
 *
 * <p>Input (batch, rows, columns, channels), output (batch, new rows, new columns, channels *
 * depthMultiplier).
 *
 * @see <a href="https://keras.io/api/layers/convolution_layers/depthwise_convolution2d/">Keras:
 *     DepthwiseConv2D</a>
 */
@RecordBuilder
@ShortName(
    value = {"kernelSize", "strides", "padding"},
    required = 1)
public record DepthwiseConv2D(
    long depthMultiplier,
    List<Long> kernelSize,
    List<Long> strides,
    String padding,
    String dataFormat,
    List<Long> dilationRate,
    @Nullable KerasObject activation,
    boolean useBias,
    @Nullable KerasObject depthwiseInitializer,
    @Nullable KerasObject biasInitializer,
    @Nullable KerasObject depthwiseRegularizer,
    @Nullable KerasObject biasRegularizer,
    @Nullable KerasObject activityRegularizer,
    @Nullable KerasObject depthwiseConstraint,
    @Nullable KerasObject biasConstraint)
    implements DepthwiseConvolution, DepthwiseConv2DBuilder.With {

  /** Keras' defaults; {@code kernelSize} has none there and is 1 here. */
  public static final DepthwiseConv2D DEFAULTS =
      new DepthwiseConv2D(
          1,
          List.of(1L, 1L),
          List.of(1L, 1L),
          "valid",
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
