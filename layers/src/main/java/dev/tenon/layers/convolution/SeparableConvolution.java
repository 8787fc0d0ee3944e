package dev.tenon.layers.convolution;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Convolution.Conv;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.Family;
import dev.tenon.layers.common.ShortName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Convolves each channel of $data separately, then mixes the channels at each position.
 *
 * <p>Input (batch, $axes, channels), output (batch, $new, filters). The depthwise kernel has the
 * shape (spatial…, channels, depth_multiplier), the pointwise kernel (1…, channels *
 * depth_multiplier, filters).
 *
 * @see <a href="https://keras.io/api/layers/convolution_layers/separable_convolution#d/">Keras:
 *     SeparableConv#D</a>
 */
@Family(
    value = "SeparableConv#D",
    axes = {1, 2})
@ShortName(
    value = {"filters", "kernelSize", "strides", "padding"},
    required = 2,
    aliases = "separableConvolution#D")
public non-sealed interface SeparableConvolution
    extends ConvolutionSettings, Layer<SeparableConvolution.Weights>, SeparableConvolutionOptions {
  /**
   * The options of the layers, with Keras' defaults.
   *
   * @param pointwiseInitializer the initializer of the pointwise kernel
   * @param pointwiseRegularizer the penalty on the pointwise kernel that training adds to the loss
   * @param pointwiseConstraint the rule that the pointwise kernel obeys after each training step
   */
  record Options(
      @Default("1") long depthMultiplier,
      @Default("1") long filters,
      @Default("1") List<Long> kernelSize,
      @Default("1") List<Long> strides,
      @Default("valid") String padding,
      @Default("channels_last") String dataFormat,
      @Default("1") List<Long> dilationRate,
      @Nullable KerasObject activation,
      @Default("true") boolean useBias,
      @Default("GlorotUniform") @Nullable KerasObject depthwiseInitializer,
      @Default("GlorotUniform") @Nullable KerasObject pointwiseInitializer,
      @Default("Zeros") @Nullable KerasObject biasInitializer,
      @Nullable KerasObject depthwiseRegularizer,
      @Nullable KerasObject pointwiseRegularizer,
      @Nullable KerasObject biasRegularizer,
      @Nullable KerasObject activityRegularizer,
      @Nullable KerasObject depthwiseConstraint,
      @Nullable KerasObject pointwiseConstraint,
      @Nullable KerasObject biasConstraint) {}

  /** Handles to the weights. */
  record Weights(Parameter depthwiseKernel, Parameter pointwiseKernel, @Nullable Parameter bias) {}

  @Override
  default Weights build(Build build, List<Shape> inputs) {
    Dim channels = channels(inputs.get(0));
    List<Dim> pointwise = new ArrayList<>(Collections.nCopies(kernelSize().size(), Dim.of(1)));
    pointwise.add(channels.times(depthMultiplier()));
    pointwise.add(Dim.of(filters()));
    return new Weights(
        build.weight(
            "depthwise_kernel",
            kernelShape(channels, Dim.of(depthMultiplier())),
            depthwiseInitializer()),
        build.weight("pointwise_kernel", Shape.of(pointwise), pointwiseInitializer()),
        buildBias(build, filters()));
  }

  @Override
  default List<Value> call(Weights weights, Call call, List<Value> inputs) {
    Ops ops = call.ops();
    Value channelwise =
        DepthwiseConvolution.depthwise(
            this, ops, inputs.get(0), call.read(weights.depthwiseKernel()), null);
    Value kernel = call.read(weights.pointwiseKernel());
    boolean last = format().last();
    List<Long> ones = Collections.nCopies(kernelSize().size(), 1L);
    Conv mix = new Conv("VALID", ones, 1, ones, null, ones, last);
    Value arranged = last ? kernel : ConvolutionSettings.channelsFirst(ops, kernel);
    Value bias = ConvolutionSettings.read(call, weights.bias());
    return activate(
        call,
        bias == null
            ? ops.apply(mix, channelwise, arranged)
            : ops.apply(mix, channelwise, arranged, bias));
  }
}
