package dev.tenon.layers.convolution;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Convolution.ConvTranspose;
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
 * Enlarges $data by a transposed convolution, the gradient of a convolution.
 *
 * <p>Input (batch, $axes, channels), output (batch, $new, filters); with {@code channels_first} the
 * channel axis follows the batch axis. The kernel has the shape (spatial…, filters, channels).
 *
 * @see <a href="https://keras.io/api/layers/convolution_layers/convolution#d_transpose/">Keras:
 *     Conv#DTranspose</a>
 */
@Family("Conv#DTranspose")
@ShortName(
    value = {"filters", "kernelSize", "strides", "padding"},
    required = 2,
    aliases = "convolution#DTranspose")
public non-sealed interface TransposedConvolution
    extends ConvolutionSettings, Layer<ConvolutionSettings.Weights>, TransposedConvolutionOptions {
  /**
   * The options of the layers, with Keras' defaults.
   *
   * @param padding the padding at the borders: {@code valid} gives at least {@code length * stride}
   *     positions, {@code same} exactly these
   * @param outputPadding the number of positions added at the end of each spatial axis. Without
   *     them the length follows from the padding.
   */
  record Options(
      @Default("1") long filters,
      @Default("1") List<Long> kernelSize,
      @Default("1") List<Long> strides,
      @Default("valid") String padding,
      @Nullable List<Long> outputPadding,
      @Default("channels_last") String dataFormat,
      @Default("1") List<Long> dilationRate,
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
