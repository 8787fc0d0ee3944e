package dev.tenon.layers.augmentation;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.augmentation.image.FactorRange;
import dev.tenon.layers.augmentation.image.LocalHistograms;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.DataFormat;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import dev.tenon.tensor.DType;
import java.util.List;

/**
 * Evens out the histogram of each channel piece by piece, at inference too: CLAHE.
 *
 * <p>An image is cut into {@code tileGridSize} tiles (rows and columns of them). What exceeds
 * {@code clipLimit} times the mean height of a tile's histogram is spread over all values; a limit
 * of 0 or less limits nothing. Between the middles of tiles the results are mixed.
 *
 * <p>Input (batch, h, w, channels), or (batch, channels, h, w) with {@code channels_first}, or a
 * single image; height, width and channels must be known. Output of the same shape and type. {@code
 * valueRange} holds the least and the greatest value of a pixel, 0 and 255.
 *
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/">Keras: image
 *     preprocessing</a>
 */
@ShortName
public record ContrastLimitedAdaptiveHistogramEqualization(
    @Default("0.0, 255.0") List<Double> valueRange,
    @Default("4.0") double clipLimit,
    @Default("8, 8") List<Long> tileGridSize,
    @Default("channels_last") String dataFormat)
    implements Augmentation, ContrastLimitedAdaptiveHistogramEqualizationOptions {
  @Override
  public boolean draws() {
    return false;
  }

  @Override
  public List<Value> call(Weights weights, Call call, List<Value> inputs) {
    Ops ops = call.ops();
    Value given = inputs.get(0);
    boolean single = given.rank() == 3;
    if (inputs.size() != 1 || (!single && given.rank() != 4)) {
      throw new UnsupportedModelException(
          className() + " takes images of 3 or 4 axes alone, not " + given.shape());
    }
    boolean last = DataFormat.of(dataFormat).last();
    Value x = ops.cast(single ? ops.unsqueeze(given, 0) : given, DType.FLOAT32);
    x = last ? x : ops.transpose(x, 0, 2, 3, 1);
    for (int axis = 1; axis < 4; axis++) {
      if (x.shape().length(axis) < 1) {
        throw new UnsupportedModelException(
            className()
                + " needs a known height, width and number of channels, not "
                + given.shape()
                + ": give the model's input its lengths");
      }
    }
    FactorRange values = FactorRange.values(valueRange);
    boolean bytes = values.low() == 0 && values.span() == 255;
    if (!bytes) {
      x = ops.mul(ops.div(ops.add(x, -values.low()), ops.scalar(x, values.span())), 255);
    }
    Value y = new LocalHistograms(ops, x, clipLimit, tileGridSize).evened();
    if (!bytes) {
      y = ops.add(ops.mul(ops.div(y, ops.scalar(y, 255)), values.span()), values.low());
    }
    y = last ? y : ops.transpose(y, 0, 3, 1, 2);
    return List.of(ops.cast(single ? ops.squeeze(y, 0) : y, given.dtype()));
  }
}
