package dev.tenon.layers.convolution;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
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
 * Convolves each channel of $data separately.
 *
 * <p>Input (batch, $axes, channels), output (batch, $new, channels * depth_multiplier). The kernel
 * has the shape (spatial…, channels, depth_multiplier).
 *
 * @see <a href="https://keras.io/api/layers/convolution_layers/depthwise_convolution#d/">Keras:
 *     DepthwiseConv#D</a>
 */
@Family(
    value = "DepthwiseConv#D",
    axes = {1, 2})
@ShortName(
    value = {"kernelSize", "strides", "padding"},
    required = 1)
public non-sealed interface DepthwiseConvolution
    extends ConvolutionSettings, Layer<DepthwiseConvolution.Weights>, DepthwiseConvolutionOptions {
  /**
   * The options of the layers, with Keras' defaults.
   *
   * @param padding the padding at the borders: {@code valid} adds none, {@code same} keeps {@code
   *     ceil(length / stride)} positions
   */
  record Options(
      @Default("1") long depthMultiplier,
      @Default("1") List<Long> kernelSize,
      @Default("1") List<Long> strides,
      @Default("valid") String padding,
      @Default("channels_last") String dataFormat,
      @Default("1") List<Long> dilationRate,
      @Nullable KerasObject activation,
      @Default("true") boolean useBias,
      @Default("GlorotUniform") @Nullable KerasObject depthwiseInitializer,
      @Default("Zeros") @Nullable KerasObject biasInitializer,
      @Nullable KerasObject depthwiseRegularizer,
      @Nullable KerasObject biasRegularizer,
      @Nullable KerasObject activityRegularizer,
      @Nullable KerasObject depthwiseConstraint,
      @Nullable KerasObject biasConstraint) {}

  /** Handles to the weights. */
  record Weights(Parameter depthwiseKernel, @Nullable Parameter bias) {}

  @Override
  default Weights build(Build build, List<Shape> inputs) {
    Dim channels = channels(inputs.get(0));
    Shape kernel = kernelShape(channels, Dim.of(depthMultiplier()));
    // Keras 3 names the variable of a DepthwiseConv "kernel", that of a SeparableConv
    // "depthwise_kernel".
    return new Weights(
        build.weight("kernel", kernel, depthwiseInitializer()),
        buildBias(build, channels.times(depthMultiplier()).orMinusOne()));
  }

  @Override
  default List<Value> call(Weights weights, Call call, List<Value> inputs) {
    Value kernel = call.read(weights.depthwiseKernel());
    Value bias = ConvolutionSettings.read(call, weights.bias());
    return activate(call, depthwise(this, call.ops(), inputs.get(0), kernel, bias));
  }

  /** Convolves each channel by itself. */
  static Value depthwise(
      ConvolutionSettings settings, Ops ops, Value x, Value kernel, @Nullable Value bias) {
    Dim channels = kernel.shape().dim(-2);
    Dim filters = channels.times(kernel.shape().dim(-1));
    Value grouped = ops.reshape(kernel, settings.kernelShape(Dim.of(1), filters));
    return settings.convolve(ops, x, grouped, bias, channels.orMinusOne());
  }
}
