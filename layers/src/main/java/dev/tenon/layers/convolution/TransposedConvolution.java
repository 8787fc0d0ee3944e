package dev.tenon.layers.convolution;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Build;
import dev.tenon.ir.layer.Call;
import dev.tenon.ir.layer.Layer;
import dev.tenon.ir.op.Convolution.ConvTranspose;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
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
    boolean last = format().last();
    ConvTranspose operator =
        TensorConvolution.transposed(
            kernelSize(), strides(), padding(), outputPadding(), dilationRate(), last);
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
}
