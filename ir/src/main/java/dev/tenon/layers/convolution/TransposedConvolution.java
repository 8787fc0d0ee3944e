package dev.tenon.layers.convolution;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Build;
import dev.tenon.ir.layer.Call;
import dev.tenon.ir.layer.Layer;
import dev.tenon.ir.op.Convolution.ConvTranspose;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the transposed convolutions compute; the kernel is (spatial…, filters, in). */
public sealed interface TransposedConvolution
    extends ConvolutionSettings, Layer<ConvolutionSettings.Weights>
    permits Conv1DTranspose, Conv2DTranspose, Conv3DTranspose {
  /** Returns the number of output channels. */
  long filters();

  /** Returns what is added to the output's length; null leaves it to Keras' rule. */
  @Nullable List<Long> outputPadding();

  /** Returns how the kernel starts. */
  @Nullable KerasObject kernelInitializer();

  @Override
  default Weights build(Build build, List<Shape> inputs) {
    Shape kernel = kernelShape(Dim.of(filters()), channels(inputs.get(0)));
    return new Weights(
        build.weight("kernel", kernel, kernelInitializer()), buildBias(build, filters()));
  }

  @Override
  default List<Value> call(Weights weights, Call call, List<Value> inputs) {
    int axes = kernelSize().size();
    List<Long> begins = new ArrayList<>();
    List<Long> ends = new ArrayList<>();
    List<Long> extras = new ArrayList<>();
    for (int i = 0; i < axes; i++) {
      long surplus = surplus(i);
      begins.add(Math.max(surplus, 0) / 2);
      ends.add(Math.max(surplus, 0) - begins.get(i));
      extras.add(Math.max(-surplus, 0));
    }
    List<Long> pads = new ArrayList<>(begins);
    pads.addAll(ends);
    boolean last = format().last();
    ConvTranspose operator =
        new ConvTranspose(
            "NOTSET", dilationRate(), 1, kernelSize(), extras, null, pads, strides(), last);
    Value kernel = call.read(weights.kernel());
    Value arranged = last ? kernel : ConvolutionSettings.channelsFirst(call.ops(), kernel);
    Value bias = ConvolutionSettings.read(call, weights.bias());
    Value x = inputs.get(0);
    Value y =
        bias == null
            ? call.ops().apply(operator, x, arranged)
            : call.ops().apply(operator, x, arranged, bias);
    return activate(call, y);
  }

  /**
   * Returns by how much the full result, {@code (in - 1) * stride + kernel}, exceeds the output.
   *
   * <p>What is cut off is split between both ends, the odd entry at the far one, as TensorFlow does
   * for the gradient of a padded convolution; what is missing is added at the far end.
   */
  private long surplus(int axis) {
    long stride = strides().get(axis);
    long kernel = (kernelSize().get(axis) - 1) * dilationRate().get(axis) + 1;
    List<Long> padding = outputPadding();
    boolean same = padding().equals("same");
    if (padding == null) {
      return same ? kernel - stride : -Math.max(stride - kernel, 0);
    }
    return same ? kernel - kernel % 2 - padding.get(axis) : -padding.get(axis);
  }
}
