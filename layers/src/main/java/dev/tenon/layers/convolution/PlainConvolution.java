package dev.tenon.layers.convolution;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Build;
import dev.tenon.ir.layer.Call;
import dev.tenon.ir.layer.Layer;
import dev.tenon.ir.op.Ops;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Conv1D, Conv2D and Conv3D compute; the kernel is (spatial…, in / groups, filters). */
public sealed interface PlainConvolution
    extends ConvolutionSettings, Layer<ConvolutionSettings.Weights> permits Conv1D, Conv2D, Conv3D {
  /** Returns the number of output channels. */
  long filters();

  /** Returns the number of groups of channels that do not see each other. */
  long groups();

  /** Returns how the kernel starts. */
  @Nullable KerasObject kernelInitializer();

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
