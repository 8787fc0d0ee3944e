package dev.tenon.layers.convolution;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.Family;
import dev.tenon.layers.common.ShortName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Convolves $data with learned kernels.
 *
 * <p>Input (batch, $axes, channels), output (batch, $new, filters); with {@code channels_first} the
 * channel axis follows the batch axis. The kernel has the shape (spatial…, channels / groups,
 * filters). {@code y = activation(conv(x, kernel) + bias)}. In one dimension the padding {@code
 * causal} pads the past only.
 *
 * <p>A number of channels that {@code groups} does not divide fails with an {@link
 * IllegalArgumentException} when the layer is built.
 *
 * @see <a href="https://keras.io/api/layers/convolution_layers/convolution#d/">Keras: Conv#D</a>
 */
@Family("Conv#D")
@ShortName(
    value = {"filters", "kernelSize", "strides", "padding"},
    required = 2,
    aliases = "convolution#D")
public non-sealed interface PlainConvolution
    extends ConvolutionSettings, Layer<ConvolutionSettings.Weights>, PlainConvolutionOptions {
  /**
   * The options of the layers, with Keras' defaults.
   *
   * @param padding the padding at the borders: {@code valid} adds none, {@code same} keeps {@code
   *     ceil(length / stride)} positions, {@code causal} (one dimension only) pads the start
   * @param groups the number of groups of channels that are convolved separately
   */
  record Options(
      @Default("1") long filters,
      @Default("1") List<Long> kernelSize,
      @Default("1") List<Long> strides,
      @Default("valid") String padding,
      @Default("channels_last") String dataFormat,
      @Default("1") List<Long> dilationRate,
      @Default("1") long groups,
      @Nullable KerasObject activation,
      @Default("true") boolean useBias,
      @Default("GlorotUniform") @Nullable KerasObject kernelInitializer,
      @Default("Zeros") @Nullable KerasObject biasInitializer,
      @Nullable KerasObject kernelRegularizer,
      @Nullable KerasObject biasRegularizer,
      @Nullable KerasObject activityRegularizer,
      @Nullable KerasObject kernelConstraint,
      @Nullable KerasObject biasConstraint) {}

  @Override
  default Weights build(Build build, List<Shape> inputs) {
    Dim channels = channels(inputs.get(0));
    if (channels.isKnown() && channels.orMinusOne() % groups() != 0) {
      throw new IllegalArgumentException(
          "the input has " + channels + " channels, which " + groups() + " groups do not divide");
    }
    Shape kernel = kernelShape(channels.floorDiv(groups()), Dim.of(filters()));
    return new Weights(
        build.weight("kernel", kernel, kernelInitializer()), buildBias(build, filters()));
  }

  @Override
  default List<Value> call(Weights weights, Call call, List<Value> inputs) {
    Ops ops = call.ops();
    Value x = inputs.get(0);
    Value kernel = call.read(weights.kernel());
    Value bias = ConvolutionSettings.read(call, weights.bias());
    int extra = x.rank() - kernelSize().size() - 2;
    Value y = convolve(ops, LeadingAxes.merged(ops, x, extra), kernel, bias, groups());
    return activate(call, LeadingAxes.restored(ops, y, x, extra));
  }
}
