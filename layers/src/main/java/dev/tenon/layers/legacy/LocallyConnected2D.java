package dev.tenon.layers.legacy;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Build;
import dev.tenon.ir.layer.Call;
import dev.tenon.ir.layer.Layer;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.common.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Convolves with a kernel of its own at each position; only Keras before version 3 has it.
 *
 * <p>Input (batch, height, width, channels), or (batch, channels, height, width) with {@code
 * channels_first}, of known size; output of the same arrangement with {@code filters} channels.
 * {@code implementation} says how the kernel is stored: 1, 2 or 3.
 *
 * @see <a href="https://www.tensorflow.org/api_docs/python/tf/keras/layers/LocallyConnected2D">
 *     LocallyConnected2D</a>
 */
@RecordBuilder
@ShortName(
    value = {"filters", "kernelSize", "strides", "padding"},
    required = 2)
public record LocallyConnected2D(
    long filters,
    List<Long> kernelSize,
    List<Long> strides,
    String padding,
    String dataFormat,
    @Nullable KerasObject activation,
    boolean useBias,
    @Nullable KerasObject kernelInitializer,
    @Nullable KerasObject biasInitializer,
    @Nullable KerasObject kernelRegularizer,
    @Nullable KerasObject biasRegularizer,
    @Nullable KerasObject activityRegularizer,
    @Nullable KerasObject kernelConstraint,
    @Nullable KerasObject biasConstraint,
    long implementation)
    implements Layer<LocalProduct.Weights>, LocallyConnected2DBuilder.With {

  /** Keras' defaults; filters and kernel size have none there and are 1 here. */
  public static final LocallyConnected2D DEFAULTS =
      new LocallyConnected2D(
          1,
          List.of(1L, 1L),
          List.of(1L, 1L),
          "valid",
          "channels_last",
          null,
          true,
          KerasObject.of("GlorotUniform"),
          KerasObject.of("Zeros"),
          null,
          null,
          null,
          null,
          null,
          1);

  private LocalProduct product(Shape x) {
    boolean last = !dataFormat.equals("channels_first");
    LocalGrid grid = LocalGrid.of(className(), x, last, kernelSize, strides, padding);
    long channels = x.length(last ? -1 : 1);
    return new LocalProduct(
        grid, channels, filters, last, Math.toIntExact(implementation), activation);
  }

  @Override
  public LocalProduct.Weights build(Build build, List<Shape> inputs) {
    return product(inputs.get(0)).build(build, kernelInitializer, biasInitializer, useBias);
  }

  @Override
  public List<Value> call(LocalProduct.Weights weights, Call call, List<Value> inputs) {
    return product(inputs.get(0).shape()).call(weights, call, inputs.get(0));
  }
}
