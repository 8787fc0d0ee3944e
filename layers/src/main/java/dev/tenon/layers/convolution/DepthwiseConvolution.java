package dev.tenon.layers.convolution;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Build;
import dev.tenon.ir.layer.Call;
import dev.tenon.ir.layer.Layer;
import dev.tenon.ir.op.Ops;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the depthwise convolutions compute; Keras' kernel is (spatial…, in, multiplier).
 *
 * <p>It is a convolution of as many groups as there are channels, whose kernel has the same
 * elements in the same order under the shape (spatial…, 1, in * multiplier).
 */
public sealed interface DepthwiseConvolution
    extends ConvolutionSettings, Layer<DepthwiseConvolution.Weights>
    permits DepthwiseConv1D, DepthwiseConv2D {
  /** Returns how many kernels each channel has. */
  long depthMultiplier();

  /** Returns how the kernel starts. */
  @Nullable KerasObject depthwiseInitializer();

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
