package dev.tenon.layers.convolution;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Build;
import dev.tenon.ir.layer.Call;
import dev.tenon.ir.layer.Layer;
import dev.tenon.ir.op.Convolution.Conv;
import dev.tenon.ir.op.Ops;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the separable convolutions compute: a depthwise convolution, then a pointwise one. */
public sealed interface SeparableConvolution
    extends ConvolutionSettings, Layer<SeparableConvolution.Weights>
    permits SeparableConv1D, SeparableConv2D {
  /** Returns how many depthwise kernels each channel has. */
  long depthMultiplier();

  /** Returns the number of output channels. */
  long filters();

  /** Returns how the depthwise kernel starts. */
  @Nullable KerasObject depthwiseInitializer();

  /** Returns how the pointwise kernel starts. */
  @Nullable KerasObject pointwiseInitializer();

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
