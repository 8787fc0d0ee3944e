package dev.tenon.layers.legacy;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Value;
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
 * Convolves $data with a separate kernel at each position; a layer of Keras 1 and 2.
 *
 * <p>Input (batch, $axes, channels) of known size, output (batch, $new, filters). With {@code
 * channels_first} the channel axis follows the batch axis.
 *
 * @see <a href="https://www.tensorflow.org/api_docs/python/tf/keras/layers/LocallyConnected#D">
 *     LocallyConnected#D</a>
 */
@Family(
    value = "LocallyConnected#D",
    axes = {1, 2})
@ShortName(
    value = {"filters", "kernelSize", "strides", "padding"},
    required = 2)
interface LocallyConnected extends Layer<LocalProduct.Weights>, LocallyConnectedOptions {
  /**
   * The options of the layers, with Keras' defaults.
   *
   * @param implementation the layout of the kernel in files: 1, 2 or 3
   */
  record Options(
      @Default("1") long filters,
      @Default("1") List<Long> kernelSize,
      @Default("1") List<Long> strides,
      @Default("valid") String padding,
      @Default("channels_last") String dataFormat,
      @Nullable KerasObject activation,
      @Default("true") boolean useBias,
      @Default("GlorotUniform") @Nullable KerasObject kernelInitializer,
      @Default("Zeros") @Nullable KerasObject biasInitializer,
      @Nullable KerasObject kernelRegularizer,
      @Nullable KerasObject biasRegularizer,
      @Nullable KerasObject activityRegularizer,
      @Nullable KerasObject kernelConstraint,
      @Nullable KerasObject biasConstraint,
      @Default("1") long implementation) {}

  private LocalProduct product(Shape x) {
    boolean last = !dataFormat().equals("channels_first");
    LocalGrid grid = LocalGrid.of(className(), x, last, kernelSize(), strides(), padding());
    long channels = x.length(last ? -1 : 1);
    return new LocalProduct(
        grid, channels, filters(), last, Math.toIntExact(implementation()), activation());
  }

  @Override
  default LocalProduct.Weights build(Build build, List<Shape> inputs) {
    return product(inputs.get(0)).build(build, kernelInitializer(), biasInitializer(), useBias());
  }

  @Override
  default List<Value> call(LocalProduct.Weights weights, Call call, List<Value> inputs) {
    return product(inputs.get(0).shape()).call(weights, call, inputs.get(0));
  }
}
